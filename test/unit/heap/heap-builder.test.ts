import { expect, it } from 'vitest'
import { heapBuilder, randomGraph } from '../../support/heap-builder.ts'

it('the columns and the file describe the same heap', () => {
  const heap = heapBuilder()
  const cache = heap.node('object', 'Map', { size: 64, id: 77 })
  heap.edge(heap.root, 'property', 'cache', cache)
  const graph = heap.graph()
  expect(graph.nodeCount).toBe(2)
  expect(graph.strings.get(graph.edgeName[0])).toBe('cache')
  const parsed = JSON.parse(heap.json())
  expect(parsed.snapshot.node_count).toBe(2)
  expect(parsed.nodes.slice(7, 11)).toEqual([3, graph.nodeName[1], 77, 64])
  expect(parsed.edges).toEqual([2, graph.edgeName[0], 7])
})

it('a seed gives the same heap every time', () => {
  expect(randomGraph(5, 30, 90)).toEqual({
    ...randomGraph(5, 30, 90),
    strings: expect.anything(),
  })
})
