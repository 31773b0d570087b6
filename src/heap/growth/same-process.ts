// Whether two snapshots come from one V8 heap, so that ids can be compared. Ids count up from the same start in every
// process: equal numbers prove nothing unless they stand for equal things.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'

const SAMPLES = 1000
const MIN_COMMON = 20
/** A few objects change their class in the life of a process, most of those that churn do not live to be compared. */
const MIN_AGREEMENT = 0.9

/** Ids of objects with a class name, in the order of the ids, and what they are. */
export interface IdentitySample {
  readonly ids: Uint32Array
  readonly classes: readonly string[]
}

/** A sample of objects that the program made, spread over the ids. O(n log n). */
export function identitySample(graph: HeapGraph): IdentitySample {
  const named = namedNodes(graph)
  const step = Math.max(1, named.length / SAMPLES)
  const picked: NodeOrdinal[] = []
  for (let at = 0; at < named.length; at += step) picked.push(named[Math.floor(at)])
  return {
    ids: Uint32Array.from(picked, (node) => graph.nodeId[node]),
    classes: picked.map((node) => identity(graph, node)),
  }
}

/**
 * Whether `later` is of the process that `earlier` was sampled from: of the sampled ids that it has, nearly all stand
 * for an object of the same class. `false` where too few are left to tell. O(nodes).
 */
export function isSameProcess(earlier: IdentitySample, later: HeapGraph): boolean {
  const wanted = new Map<number, string>()
  for (const [i, id] of earlier.ids.entries()) wanted.set(id, earlier.classes[i])
  let common = 0
  let equal = 0
  for (let node = 0; node < later.nodeCount; node++) {
    const expected = wanted.get(later.nodeId[node])
    if (expected === undefined) continue
    common++
    if (expected === identity(later, node)) equal++
  }
  const enough = Math.min(MIN_COMMON, Math.ceil(earlier.ids.length / 10))
  return common > 0 && common >= enough && equal >= common * MIN_AGREEMENT
}

function namedNodes(graph: HeapGraph): Uint32Array {
  const object = graph.nodeTypes.indexOf('object')
  const closure = graph.nodeTypes.indexOf('closure')
  const nodes: NodeOrdinal[] = []
  for (let node = 0; node < graph.nodeCount; node++) {
    const type = graph.nodeType[node]
    if (type === object || type === closure) nodes.push(node)
  }
  return Uint32Array.from(nodes).sort((a, b) => graph.nodeId[a] - graph.nodeId[b])
}

function identity(graph: HeapGraph, node: NodeOrdinal): string {
  return `${graph.nodeTypes[graph.nodeType[node]]} ${graph.strings.get(graph.nodeName[node])}`
}
