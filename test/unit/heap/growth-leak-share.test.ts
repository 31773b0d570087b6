import { describe, expect, it } from 'vitest'
import { strongEdges } from '../../../src/heap/graph/edge-filter.ts'
import type { HeapGraph } from '../../../src/heap/graph/heap-graph.ts'
import { leakShare } from '../../../src/heap/growth/leak-share.ts'
import { heapBuilder, randomGraph, seededRandom } from '../../support/heap-builder.ts'

/** What strong edges reach from the starts without entering a node that is closed. */
function reached(
  graph: HeapGraph,
  strong: Uint8Array,
  starts: readonly number[],
  closed: ReadonlySet<number>,
): Set<number> {
  const seen = new Set(starts.filter((node) => !closed.has(node)))
  for (const node of seen) {
    const first = graph.firstEdge[node] ?? 0
    for (let edge = first; edge < (graph.firstEdge[node + 1] ?? 0); edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] === 1 && !closed.has(to)) seen.add(to)
    }
  }
  return seen
}

function naiveShares(
  graph: HeapGraph,
  strong: Uint8Array,
  groups: readonly (readonly number[])[],
): { share: number[]; exclusive: number[] } {
  const free = reached(graph, strong, [0], new Set(groups.flat()))
  const reach = groups.map((group) => reached(graph, strong, group, free))
  const share = groups.map(() => 0)
  const exclusive = groups.map(() => 0)
  for (let node = 0; node < graph.nodeCount; node++) {
    const holders = [...groups.keys()].filter((group) => reach[group]?.has(node))
    for (const group of holders) {
      const size = graph.shallowSize[node] ?? 0
      share[group] = (share[group] ?? 0) + size / holders.length
      if (holders.length === 1) exclusive[group] = (exclusive[group] ?? 0) + size
    }
  }
  return { share, exclusive }
}

describe('leak share', () => {
  it('equals the shares counted object by object', () => {
    let shared = 0
    for (let seed = 0; seed < 300; seed++) {
      const random = seededRandom(seed)
      const graph = randomGraph(seed, 20 + (seed % 60), 30 + ((seed * 13) % 200))
      const strong = strongEdges(graph)
      const groups = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        Array.from(
          { length: 1 + Math.floor(random() * 4) },
          () => 1 + Math.floor(random() * (graph.nodeCount - 1)),
        ),
      )
      const { shareBytes, exclusiveBytes } = leakShare(graph, strong, groups)
      const expected = naiveShares(graph, strong, groups)
      for (const group of groups.keys()) {
        expect(shareBytes[group]).toBeCloseTo(expected.share[group] ?? -1, 6)
        expect(exclusiveBytes[group]).toBe(expected.exclusive[group])
        if (shareBytes[group] !== exclusiveBytes[group]) shared++
      }
    }
    expect(shared).toBeGreaterThan(50)
  })

  it('splits an object between its two holders and gives it to neither alone', () => {
    const heap = heapBuilder()
    const [cache, list] = [heap.node('object', 'Map'), heap.node('object', 'Array')]
    const [entry, item] = [
      heap.node('object', 'Entry', { size: 10 }),
      heap.node('object', 'Item', { size: 20 }),
    ]
    const payload = heap.node('object', 'Payload', { size: 1000 })
    const logger = heap.node('object', 'Logger', { size: 5000 })
    heap.edge(heap.root, 'property', 'cache', cache)
    heap.edge(heap.root, 'property', 'list', list)
    heap.edge(heap.root, 'property', 'logger', logger)
    heap.edge(cache, 'element', 0, entry)
    heap.edge(list, 'element', 0, item)
    heap.edge(entry, 'property', 'payload', payload)
    heap.edge(item, 'property', 'payload', payload)
    heap.edge(item, 'property', 'logger', logger)
    const graph = heap.graph()
    const shares = leakShare(graph, strongEdges(graph), [[entry], [item]])
    expect([...shares.shareBytes]).toEqual([510, 520])
    expect([...shares.exclusiveBytes]).toEqual([10, 20])
  })

  it('knows 64 groups and refuses the 65th', () => {
    const heap = heapBuilder()
    const shared = heap.node('object', 'Shared', { size: 64 })
    const groups = Array.from({ length: 64 }, () => {
      const node = heap.node('object', 'Holder', { size: 1 })
      heap.edge(heap.root, 'property', 'it', node)
      heap.edge(node, 'property', 'shared', shared)
      return [node]
    })
    const graph = heap.graph()
    const strong = strongEdges(graph)
    expect([...leakShare(graph, strong, groups).shareBytes]).toEqual(groups.map(() => 2))
    expect(() => leakShare(graph, strong, [...groups, [shared]])).toThrow(RangeError)
  })
})
