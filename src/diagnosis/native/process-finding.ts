// A judgement on a process as a finding. No path leads to native memory, so the holder is said in words.

import type { Detail, Evidence, Finding, Holder } from '../../protocol/index.ts'
import type { SourceLookup } from '../evidence.ts'
import { pathSteps } from '../finding.ts'
import { fnv1a } from '../fingerprint.ts'
import { holderOf } from '../holder.ts'
import type { LeadStep } from '../lead/lead.ts'
import type { MessageQueue } from '../lead/message-queues.ts'
import type { NativeOwners } from '../lead/native-owners.ts'
import { clause } from '../verdict/clause.ts'
import type { GrownBlocks } from './block-growth.ts'
import type { GrownCount } from './grown-beside.ts'
import type { ProcessEvidence } from './process-evidence.ts'
import type { ProcessJudgement } from './process-verdict.ts'

const MOST_NAMED = 3

/** The finding that a judgement `leaking` or `suspect` stands for; `null` with the others. */
export function processFinding(
  evidence: ProcessEvidence,
  judgement: ProcessJudgement,
  lookup: SourceLookup,
): Finding | null {
  const { about, trend } = judgement
  if (about === null || trend === null) return null
  const biggest = about === 'native' ? judgement.blocks.steady[0] : undefined
  const words = about === 'native' ? nativeWords(judgement, lookup) : FREE_WORDS
  return {
    fingerprint: fnv1a(`process\u0000${about}\u0000${words.identity}`),
    status: judgement.verdict === 'leaking' ? 'confirmed' : 'suspect',
    cause: about,
    where: 'native',
    isolate: evidence.isolates[0]?.id ?? `${evidence.pid}/0`,
    alsoIn: evidence.isolates.slice(1).map((one) => one.id),
    title: words.title,
    grows: {
      className:
        biggest === undefined ? 'native memory' : `blocks of ${sizeText(biggest.sizeBytes)}`,
      objects: biggest?.objects ?? 0,
      shallowBytes: Math.round(judgement.grownBytes),
      retainedBytes: 0,
      exclusiveBytes: 0,
      composition: judgement.blocks.steady.slice(0, 8).map((block) => ({
        className: `blocks of ${sizeText(block.sizeBytes)}`,
        objects: block.objects,
        bytes: block.bytes,
      })),
    },
    rate: {
      bytesPerHour: trend.slopePerHour.value,
      bytesPerOperation: trend.slopePerWork.value,
      objectsPerOperation: objectsPerOperation(evidence, biggest),
      operation: evidence.operation,
      limitReachedInMs: null,
    },
    holder: words.holder,
    path: pathSteps({ steps: words.steps ?? [], faultyStep: -1 }, lookup),
    faultyStep: null,
    addedBy: [],
    evidence: witnesses(judgement),
    advice: { text: words.advice, docs: `docs/causes/${about}.md` },
    falsifiers: [
      'The same memory stops growing under the same load in a longer run: then a pool or a cache was filling.',
    ],
    known: null,
    details: details(evidence, judgement),
    removers: [],
    whatIf: null,
  }
}

interface Words {
  readonly title: string
  /** What of it is the same in another run: names only. */
  readonly identity: string
  readonly holder: Holder
  readonly advice: string
  /** The path to what owns the memory, where one is known. */
  readonly steps?: readonly LeadStep[]
}

const FREE_WORDS: Words = {
  title: 'The allocator keeps more and more free memory that it cannot give back',
  identity: 'free memory',
  holder: inWords('the C allocator: what is free lies between blocks that live on'),
  advice:
    'Try MALLOC_ARENA_MAX=2, or jemalloc or mimalloc by LD_PRELOAD, and compare: tidemark run --allocator-trial does it. ' +
    'Allocate what lives long before what lives short, or keep both in blocks of equal size.',
}

function nativeWords(judgement: ProcessJudgement, lookup: SourceLookup): Words {
  const { resources, owners, queues, addOns } = judgement.beside
  const queue = queues[0]
  if (queue !== undefined) return queueWords(queue, lookup)
  const kept = owners[0]
  if (kept !== undefined) return ownerWords(kept, lookup)
  const grown = resources[0]
  if (grown !== undefined) return resourceWords(grown)
  const packages = [...new Set(addOns.map((one) => one.package ?? one.file))].sort()
  if (packages.length > 0) return addOnWords(packages)
  return {
    title: 'Native memory grows, and nothing in the heap holds it',
    identity: 'native memory',
    holder: inWords(
      judgement.beside.threads > 0
        ? 'no object of the heap that shows; messages that wait for one of the other threads are native memory, too'
        : 'native code of Node.js or of a library: no add-on is loaded',
    ),
    advice:
      'Look for what is made natively and never closed: handles, contexts of TLS and crypto, messages that are posted faster than ' +
      'a thread reads them, and values that are written to process.env. The sizes of the blocks that grow tell them apart.',
  }
}

function queueWords(queue: MessageQueue, lookup: SourceLookup): Words {
  const holder = holderOf(queue, lookup)
  const waiting = `${count(queue.messages)} messages wait in its queue`
  const named = queue.holder.edge === 'context' || queue.holder.edge === 'property'
  return {
    title: 'Messages wait in a MessagePort that nobody reads',
    identity: `messages ${named ? `${queue.holder.ownerName} ${queue.holder.name}` : ''}`,
    holder: {
      ...holder,
      description: `${named ? holder.description : 'a MessagePort that no variable names'}; ${waiting}`,
    },
    steps: queue.steps,
    advice:
      'Read the messages on the other side (a listener, and start() where addEventListener is used), close ports that are ' +
      'not needed on both sides, and let the receiver answer before more is posted: a port has no back pressure.',
  }
}

function ownerWords(owners: NativeOwners, lookup: SourceLookup): Words {
  const { name, holder } = owners
  const described = holderOf(owners, lookup)
  return {
    title: `Native memory grows with ${name} objects that are kept`,
    identity: `${name} ${holder.ownerName} ${holder.edge === 'element' ? '' : holder.name}`,
    holder: {
      ...described,
      description: `${described.description}; ${count(owners.born)} of ${count(owners.objects)} ${name} were made between the snapshots`,
    },
    steps: owners.steps,
    advice: `Let each ${name} go, or make one and use it again; where it can be closed, close it. In the heap it is small.`,
  }
}

function resourceWords(grown: GrownCount): Words {
  const { name } = grown
  return {
    title: `Native memory grows with ${name}, of which there are more and more`,
    identity: grown.name,
    holder: inWords(`${count(grown.last)} ${name}, which own memory outside the heap`),
    advice: `Close or end each ${name} when its work is over, on the paths of errors too.`,
  }
}

function addOnWords(packages: readonly string[]): Words {
  const named = packages.slice(0, MOST_NAMED).join(', ')
  return {
    title: 'Native memory grows, and nothing in the heap holds it',
    identity: `add-ons ${packages.map((name) => name.replace(/@[^@/]*$/, '')).join(' ')}`,
    holder: inWords(`native code, most likely of an add-on: ${named}`),
    advice:
      `Look at what you take from ${named} and whether each has to be closed or freed by hand; run without the add-on to ` +
      'see whether the growth is gone, and look for a newer version.',
  }
}

function inWords(description: string): Holder {
  return {
    description,
    name: '',
    className: 'native memory',
    package: null,
    source: null,
    excerpt: [],
  }
}

function witnesses(judgement: ProcessJudgement): Evidence[] {
  const { trend, blocks, beside, about, says, grownBytes } = judgement
  const evidence: Evidence[] = []
  if (trend !== null) evidence.push({ kind: 'trend', supports: true, says: clause(says) })
  if (about !== 'native') return evidence
  const biggest = blocks.steady[0]
  if (biggest === undefined) {
    const words = `no size of block grew in every one of ${blocks.rounds} rounds`
    evidence.push({ kind: 'path-growth', supports: false, says: words })
  } else {
    const share = Math.min(100, Math.round((100 * blocks.bytes) / Math.max(1, grownBytes)))
    const words =
      `blocks of ${sizeText(biggest.sizeBytes)} became ${count(biggest.objects)} more, in ${blocks.rounds} of ${blocks.rounds} ` +
      `rounds and at a steady pace; such sizes explain ${share} % of the growth`
    evidence.push({ kind: 'path-growth', supports: true, says: words })
  }
  for (const queue of beside.queues.slice(0, MOST_NAMED)) {
    const words = `${count(queue.messages)} messages wait in ${queue.holder.namedClass} ${queue.holder.name}`
    evidence.push({ kind: 'resources', supports: true, says: words })
  }
  for (const { name, born, objects } of beside.owners) {
    const words = `${count(born)} of ${count(objects)} ${name} were made after the first snapshot and are still held`
    evidence.push({ kind: 'survivors', supports: true, says: words })
  }
  for (const grown of beside.resources.slice(0, MOST_NAMED)) {
    const words = `${grown.name} went from ${count(grown.first)} to ${count(grown.last)}`
    evidence.push({ kind: 'resources', supports: true, says: words })
  }
  return evidence
}

function details(evidence: ProcessEvidence, judgement: ProcessJudgement): Detail[] {
  const found: Detail[] = []
  for (const block of judgement.blocks.steady.slice(0, MOST_NAMED)) {
    const value = `${count(block.objects)} more of ${sizeText(block.sizeBytes)}, ${sizeText(block.bytes)} together`
    found.push({ label: 'blocks', value })
  }
  const addOns = evidence.addOns.slice(0, 2 * MOST_NAMED)
  for (const addOn of addOns) found.push({ label: 'add-on', value: addOn.package ?? addOn.file })
  return found
}

function objectsPerOperation(evidence: ProcessEvidence, biggest: GrownBlocks | undefined): number {
  const done = (evidence.work.at(-1) ?? 0) - (evidence.work[0] ?? 0)
  return biggest === undefined || done <= 0 ? 0 : biggest.objects / done
}

function count(number: number): string {
  return number.toLocaleString('en-US')
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
