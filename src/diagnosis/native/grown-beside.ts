// What else became more while native memory grew: open resources, objects that own native memory, messages, add-ons loaded.

import type { MessageQueue } from '../lead/message-queues.ts'
import type { NativeOwners } from '../lead/native-owners.ts'
import type { AddOn, ProcessEvidence } from './process-evidence.ts'

export interface GrownCount {
  readonly name: string
  readonly first: number
  readonly last: number
}

export interface GrownBeside {
  /** Active resources by type that grew with the memory, most first. */
  readonly resources: readonly GrownCount[]
  /** Objects that own native memory, of which more were kept, most first. */
  readonly owners: readonly NativeOwners[]
  /** Ports in which messages wait, the fullest first. */
  readonly queues: readonly MessageQueue[]
  readonly addOns: readonly AddOn[]
  /** Other threads of the program, each with a port to it. */
  readonly threads: number
}

/** Fewer more than this, or less than this many times as many, is chance. */
const LEAST_MORE = 20
const LEAST_TIMES = 3

/** O(types + classes). */
export function besides(evidence: ProcessEvidence): GrownBeside {
  const resources: GrownCount[] = []
  for (const isolate of evidence.isolates) {
    const { first, last } = isolate.resources
    for (const [name, count] of Object.entries(last)) {
      const before = countOf(first, name)
      if (isMore(before, count)) resources.push({ name, first: before, last: count })
    }
  }
  return {
    resources: resources.sort(byRise),
    owners: evidence.isolates.flatMap((isolate) => isolate.owners).sort((a, b) => b.born - a.born),
    queues: evidence.isolates
      .flatMap((isolate) => isolate.queues)
      .sort((a, b) => b.messages - a.messages),
    addOns: evidence.addOns,
    threads: Math.max(0, evidence.isolateCount - 1),
  }
}

/** Names come from the program: only the record's own entries count. */
function countOf(counts: Readonly<Record<string, number>>, name: string): number {
  return Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0
}

function isMore(before: number, after: number): boolean {
  return after - before >= LEAST_MORE && after >= LEAST_TIMES * Math.max(1, before)
}

function byRise(a: GrownCount, b: GrownCount): number {
  return b.last - b.first - (a.last - a.first)
}
