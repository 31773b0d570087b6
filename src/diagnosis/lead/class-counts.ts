// The classes of one snapshot by a key that is the same in another one.

import { classHistogram } from '../../heap/index.ts'
import type { ClassIndex, DominatorTree, HeapGraph, WorkOptions } from '../../heap/index.ts'
import type { ClassCount, ClassCounts } from './grew-rows.ts'
import type { NodeFacts } from './node-facts.ts'

export interface ClassCountsInput {
  readonly graph: HeapGraph
  readonly dominators: DominatorTree
  readonly classes: ClassIndex
  readonly facts: NodeFacts
}

/** O(nodes). */
export function classCounts(input: ClassCountsInput, options: WorkOptions): ClassCounts {
  const { graph, dominators, classes, facts } = input
  const counts = new Map<string, ClassCount>()
  for (const row of classHistogram(graph, dominators, { ...options, classes })) {
    const position = row.location === null ? null : (facts.position(row.sample[0] ?? 0) ?? null)
    const key =
      position === null
        ? row.name
        : `${row.name} ${position.script}:${position.line}:${position.column}`
    counts.set(key, { name: row.name, objects: row.count, shallowBytes: row.shallowSize, position })
  }
  return counts
}
