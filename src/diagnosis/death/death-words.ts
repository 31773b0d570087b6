// A death in sentences: what ended it, and what that means for the verdict.

import type { Death, IsolateReport } from '../../protocol/index.ts'
import type { BareDeath } from './cause-of-death.ts'

const MEBIBYTE = 1024 * 1024

/** Room that V8 leaves beside its heap in a container, as a share of the container: code, buffers, stacks. */
const HEAP_OF_CONTAINER = 0.75

/** Readings on the way up that tell growth from a load at once. */
const LEAST_STEPS = 3

/** What ended it, with the limit and the time. */
export function deathSentence(death: BareDeath): string {
  const { isolate, usedBytes, limitBytes } = death
  const after = `after ${seconds(death.afterMs)}`
  const limit = limitBytes === null ? 'unknown size' : limitText(limitBytes)
  const came = death.inOneTurn
    ? 'The memory came within one turn of the event loop, during which nothing could be asked.'
    : `At the last reading it used ${sizeText(usedBytes)}.`
  switch (death.kind) {
    case 'heap-limit':
      return `${isolate} reached V8's heap limit of ${limit} ${after}. ${came}`
    case 'worker-heap-limit':
      return `The worker thread ${isolate} reached its heap limit of ${limit} ${after}, and Node ended it. ${came}`
    case 'memory-refused':
      return `The system refused ${isolate} further memory at its limit of ${limit} on its ${death.limitName ?? 'memory'} (ulimit) ${after}. ${came}`
    case 'killed-at-limit': {
      const by = death.certain ? 'the kernel killed' : 'most likely the kernel killed'
      return `At the memory limit of its container, ${limit}, ${by} the process of ${isolate} ${after}. ${came}`
    }
    default:
      return `The machine had no memory left, and the kernel killed the process of ${isolate} ${after}. ${came}`
  }
}

/** `heap limit of 67.1 MB (64 MiB) reached after 41 s`. */
function deathPhrase({ kind, limitBytes, afterMs }: Death): string {
  const limit = limitBytes === null ? '' : ` of ${limitText(limitBytes)}`
  const after = `after ${seconds(afterMs)}`
  if (kind === 'heap-limit') return `heap limit${limit} reached ${after}`
  if (kind === 'worker-heap-limit') return `heap limit${limit} of a worker thread reached ${after}`
  if (kind === 'memory-refused') return `memory limit${limit} of the process reached ${after}`
  if (kind === 'killed-at-limit') return `killed at its container's memory limit${limit} ${after}`
  return `killed by the kernel ${after}, for the machine had no memory left`
}

/** What the death means beside the verdict of its isolate. */
export function deathConclusion(death: Death, isolate: IsolateReport | undefined): string {
  const phrase = deathPhrase(death)
  if (isolate?.verdict === 'leaking') return `It died of it: ${phrase}`
  if (isolate?.verdict === 'suspect') return `It died of memory: ${phrase}`
  if (!death.inOneTurn && isolate !== undefined && grewForLong(isolate, death)) {
    return `Died of memory: ${phrase}. It grew until then, for too short a time to tell a leak from a need for more than its limit`
  }
  return `Died of memory: ${phrase}. It needs more than its limit; there is no evidence of a leak`
}

/** Whether the memory rose over several readings: what is loaded at once is there after one or two. */
function grewForLong({ memory }: IsolateReport, { kind }: Death): boolean {
  const isHeap = kind === 'heap-limit' || kind === 'worker-heap-limit'
  const column = isHeap ? memory.floorBytes.filter((bytes) => bytes !== null) : memory.rssBytes
  const [first = 0, last = 0] = [column[0], column.at(-1)]
  const between = column.filter((bytes) => bytes > first + (last - first) * 0.2)
  const rises = between.filter((bytes) => bytes < first + (last - first) * 0.8)
  return last > 1.5 * first && rises.length >= LEAST_STEPS
}

/** That V8 would let the heap grow beyond the container: it is killed there before V8 collects hard. */
export function limitBelowHeap(heapLimitBytes: number, containerBytes: number): string | null {
  if (heapLimitBytes <= containerBytes) return null
  const fits = Math.floor((HEAP_OF_CONTAINER * containerBytes) / MEBIBYTE)
  return (
    `V8 believes that its heap may grow to ${sizeText(heapLimitBytes)}, but the container has ${limitText(containerBytes)}: ` +
    `the kernel kills the process before V8 collects as hard as it can. --max-old-space-size=${fits} leaves room beside the heap.`
  )
}

function seconds(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`
}

/** Limits are given in binary units and measured in decimal ones. */
function limitText(bytes: number): string {
  const mebibytes = bytes / MEBIBYTE
  return Number.isInteger(mebibytes) ? `${sizeText(bytes)} (${mebibytes} MiB)` : sizeText(bytes)
}

function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
