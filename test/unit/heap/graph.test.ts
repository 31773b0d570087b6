import { describe, expect, it } from 'vitest'
import { heapBuilder, randomGraph } from '../../support/heap-builder.ts'
import {
  edgeLookup,
  ephemerons,
  retainers,
  stringIndex,
  strongEdges,
} from '../../../src/heap/index.ts'
import type { HeapGraph } from '../../../src/heap/index.ts'

/** Edges as `from>to` in the order of the file. */
function edgesOf(graph: HeapGraph): string[] {
  const edges: string[] = []
  for (let node = 0; node < graph.nodeCount; node++) {
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      edges.push(`${node}>${graph.edgeTo[edge]}`)
    }
  }
  return edges
}

/** The same from the reversed rows, ordered by edge; also checks the order within each row. */
function reversed(graph: HeapGraph, keep?: Uint8Array): string[] {
  const rows = retainers(graph, keep)
  const edges: string[] = []
  for (let node = 0; node < graph.nodeCount; node++) {
    let last = -1
    for (
      let row = rows.firstRetainer[node] ?? 0;
      row < (rows.firstRetainer[node + 1] ?? 0);
      row++
    ) {
      const edge = rows.retainerEdge[row] ?? -1
      expect(edge).toBeGreaterThan(last)
      last = edge
      edges[edge] = `${rows.retainerNode[row]}>${node}`
    }
  }
  return edges.filter((edge) => edge !== undefined)
}

describe('retainers', () => {
  it('are the edges of the graph turned round', () => {
    for (let seed = 0; seed < 50; seed++) {
      const graph = randomGraph(seed, 1 + seed * 3, seed * 10)
      expect(reversed(graph)).toEqual(edgesOf(graph))
    }
  })

  it('leave out the edges that are not kept', () => {
    for (let seed = 0; seed < 50; seed++) {
      const graph = randomGraph(seed, 40, 160)
      const keep = Uint8Array.from({ length: 160 }, (_, edge) => ((edge * 7 + seed) % 3) & 1)
      expect(reversed(graph, keep)).toEqual(edgesOf(graph).filter((_, edge) => keep[edge] === 1))
    }
  })
})

describe('strong edges', () => {
  it('are all but the weak ones', () => {
    const heap = heapBuilder()
    const from = heap.node('object', 'A')
    const to = heap.node('object', 'B')
    heap.edge(heap.root, 'element', 1, from)
    heap.edge(from, 'property', 'p', to)
    heap.edge(from, 'weak', 'w', to)
    heap.edge(from, 'context', 'c', to)
    heap.edge(from, 'hidden', 3, to)
    heap.edge(from, 'internal', 'i', to)
    expect([...strongEdges(heap.graph())]).toEqual([1, 1, 0, 1, 1, 1])
  })

  it('are shortcuts only where they start at the root', () => {
    const heap = heapBuilder()
    const global = heap.node('object', 'global')
    const bound = heap.node('closure', 'native_bind')
    heap.edge(heap.root, 'shortcut', '1', global)
    heap.edge(bound, 'shortcut', 'bound_this', global)
    expect([...strongEdges(heap.graph())]).toEqual([1, 0])
  })

  it('of a WeakMap entry are that of the key', () => {
    const heap = heapBuilder()
    const table = heap.node('array', '', { id: 789 })
    const key = heap.node('object', 'Foo', { id: 123 })
    const value = heap.node('object', 'Bar', { id: 456 })
    heap.weakMapEntry(table, key, value)
    const graph = heap.graph()
    expect(graph.strings.get(graph.edgeName[0] ?? -1)).toBe(
      '1 / part of key (Foo @123) -> value (Bar @456) pair in WeakMap (table @789)',
    )
    expect([...strongEdges(graph)]).toEqual([0, 1])
    const { isEphemeronEdge } = ephemerons(graph)
    expect([isEphemeronEdge(0), isEphemeronEdge(1)]).toEqual([true, true])
  })

  it('of a WeakMap entry are recognised where V8 has cut the name short', () => {
    const heap = heapBuilder()
    const table = heap.node('array', '', { id: 789 })
    const key = heap.node('object', 'Foo', { id: 123 })
    const value = heap.node('string', 'long', { id: 456 })
    const name = `1 / part of key (Foo @123) -> value (${'long text '.repeat(100)}`
    heap.edge(table, 'internal', name, value)
    heap.edge(key, 'internal', name, value)
    expect([...strongEdges(heap.graph())]).toEqual([0, 1])
  })

  it('are not fooled by a value whose text looks like an entry', () => {
    const heap = heapBuilder()
    const table = heap.node('array', '', { id: 789 })
    const key = heap.node('object', 'Foo', { id: 123 })
    const value = heap.node('string', 'x pair in WeakMap (table @123)', { id: 456 })
    heap.weakMapEntry(table, key, value)
    const own = '1 / part of key (Foo @5) -> value (Bar @6) pair in WeakMap (table @123)'
    heap.edge(key, 'property', own, value)
    const graph = heap.graph()
    expect([...strongEdges(graph)]).toEqual([0, 1, 1])
    expect(ephemerons(graph).isEphemeronEdge(2)).toBe(false)
  })

  it('of a key that is its own table count', () => {
    const heap = heapBuilder()
    const key = heap.node('object', 'Foo')
    const value = heap.node('object', 'Bar')
    heap.edge(key, 'internal', '7 / part of something else (table @3)', value)
    expect([...strongEdges(heap.graph())]).toEqual([1])
  })
})

describe('looking up edges', () => {
  it('finds the target by type and name, the first name first', () => {
    const heap = heapBuilder()
    const closure = heap.node('closure', 'f')
    const shared = heap.node('code', 'f')
    const script = heap.node('code', 'f.js')
    heap.edge(closure, 'property', 'shared', script)
    heap.edge(closure, 'internal', 'shared', shared)
    heap.edge(shared, 'internal', 'script_or_debug_info', script)
    heap.edge(shared, 'internal', 'other', closure)
    const graph = heap.graph()
    expect(edgeLookup(graph, 'internal', 'shared')(closure)).toBe(shared)
    expect(edgeLookup(graph, 'internal', 'script', 'script_or_debug_info')(shared)).toBe(script)
    expect(edgeLookup(graph, 'internal', 'script_or_debug_info', 'other')(shared)).toBe(script)
    expect(edgeLookup(graph, 'internal', 'absent')(shared)).toBe(-1)
    expect(edgeLookup(graph, 'absent', 'shared')(closure)).toBe(-1)
  })

  it('finds a string by its text', () => {
    const heap = heapBuilder()
    heap.node('object', 'Foo')
    const { strings } = heap.graph()
    expect(strings.get(stringIndex(strings, 'Foo'))).toBe('Foo')
    expect(stringIndex(strings, 'Fox')).toBe(-1)
  })
})

it('long work stops when it is cancelled and tells how far it is', () => {
  const graph = randomGraph(1, 50, 200)
  const signal = { aborted: true }
  const cancelled = expect.objectContaining({ code: 'CANCELLED' })
  expect(() => strongEdges(graph, { signal })).toThrow(cancelled)
  expect(() => retainers(graph, undefined, { signal })).toThrow(cancelled)
  const shares: number[] = []
  strongEdges(graph, { onProgress: (share) => shares.push(share) })
  expect(shares).toEqual([0])
})
