// What else became more while native memory grew: open resources, native objects that snapshots show, add-ons loaded.

import type { MessageQueue } from '../lead/message-queues.ts'
import type { AddOn, ProcessEvidence } from './process-evidence.ts'

export interface GrownCount {
  readonly name: string
  readonly first: number
  readonly last: number
}

export interface GrownBeside {
  /** Active resources by type that grew with the memory, most first. */
  readonly resources: readonly GrownCount[]
  /** Node's own native objects in the snapshots, e.g. `Node / Message`, most first. */
  readonly nativeObjects: readonly GrownCount[]
  /** Ports in which messages wait, the fullest first. */
  readonly queues: readonly MessageQueue[]
  readonly addOns: readonly AddOn[]
}

/** Fewer more than this, or less than this many times as many, is chance. */
const LEAST_MORE = 20
const LEAST_TIMES = 3
const NATIVE_PREFIX = 'Node / '

/** O(types + classes). */
export function besides(evidence: ProcessEvidence): GrownBeside {
  const resources: GrownCount[] = []
  const nativeObjects: GrownCount[] = []
  for (const isolate of evidence.isolates) {
    const { first, last } = isolate.resources
    for (const [name, count] of Object.entries(last)) {
      const before = Object.hasOwn(first, name) ? (first[name] ?? 0) : 0
      if (isMore(before, count)) resources.push({ name, first: before, last: count })
    }
    for (const row of isolate.grew) {
      const before = row.objects[0] ?? 0
      const after = row.objects.at(-1) ?? 0
      if (row.className.startsWith(NATIVE_PREFIX) && isMore(before, after)) {
        nativeObjects.push({ name: row.className, first: before, last: after })
      }
    }
  }
  return {
    resources: resources.sort(byRise),
    nativeObjects: nativeObjects.sort(byRise),
    queues: evidence.isolates
      .flatMap((isolate) => isolate.queues)
      .sort((a, b) => b.messages - a.messages),
    addOns: evidence.addOns,
  }
}

function isMore(before: number, after: number): boolean {
  return after - before >= LEAST_MORE && after >= LEAST_TIMES * Math.max(1, before)
}

function byRise(a: GrownCount, b: GrownCount): number {
  return b.last - b.first - (a.last - a.first)
}
