import { describe, expect, it } from 'vitest'
import { dominatorTree } from '../../../src/heap/dominators/dominator-tree.ts'
import { subtrees } from '../../../src/heap/dominators/subtrees.ts'
import { strongEdges } from '../../../src/heap/graph/edge-filter.ts'
import type { HeapGraph } from '../../../src/heap/graph/heap-graph.ts'
import { nodeRoles } from '../../../src/heap/paths/node-role.ts'
import { edgesBetween, holderCut } from '../../../src/heap/what-if/holder-cut.ts'
import { unreachableWithout } from '../../../src/heap/what-if/unreachable-without.ts'
import type { Cut, WhatIf } from '../../../src/heap/what-if/unreachable-without.ts'
import { heapBuilder, randomGraph, seededRandom } from '../../support/heap-builder.ts'

function whatIfOf(graph: HeapGraph, strong: Uint8Array): WhatIf {
  const dominators = dominatorTree(graph, strong)
  const rows = subtrees(graph, dominators)
  const isObject = new Uint8Array(graph.nodeCount).fill(1)
  return unreachableWithout(graph, strong, { dominators, rows, isObject })
}

/** Everything that strong edges reach from the root and the further starts, edge by edge. */
function reached(graph: HeapGraph, strong: Uint8Array, cut: Cut): Set<number> {
  const closed = new Set(cut.edges)
  const seen = new Set([0, ...cut.keep])
  for (const node of seen) {
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      if (strong[edge] === 1 && !closed.has(edge)) seen.add(graph.edgeTo[edge] ?? 0)
    }
  }
  return seen
}

const NO_CUT: Cut = { edges: [], keep: [] }

function naiveFreed(graph: HeapGraph, strong: Uint8Array, cut: Cut): number[] {
  const left = reached(graph, strong, cut)
  return [...reached(graph, strong, NO_CUT)].filter((node) => !left.has(node))
}

describe('what-if', () => {
  it('frees what a search of the whole graph without the edges no longer reaches', () => {
    let freed = 0
    let kept = 0
    for (let seed = 0; seed < 400; seed++) {
      const random = seededRandom(seed)
      const graph = randomGraph(seed, 20 + (seed % 70), 25 + ((seed * 7) % 160))
      const strong = strongEdges(graph)
      const whatIf = whatIfOf(graph, strong)
      const alive = [...reached(graph, strong, NO_CUT)]
      for (let round = 0; round < 3; round++) {
        const pick = (limit: number): number => Math.floor(random() * limit)
        const edges = Array.from({ length: 1 + pick(6) }, () => pick(graph.edgeCount))
        const keep = random() < 0.5 ? [] : [alive[pick(alive.length)] ?? 0]
        const expected = naiveFreed(graph, strong, { edges, keep })
        const answer = whatIf({ edges, keep })
        expect(answer.objects).toBe(expected.length)
        expect(answer.bytes).toBe(
          expected.reduce((sum, node) => sum + (graph.shallowSize[node] ?? 0), 0),
        )
        freed += expected.length
        if (expected.length === 0) kept++
      }
    }
    expect(freed).toBeGreaterThan(1000)
    expect(kept).toBeGreaterThan(100)
  })

  it('frees the entries of a Map and neither the Map nor what was in it before', () => {
    const heap = heapBuilder()
    const map = heap.node('object', 'Map', { size: 32 })
    const table = heap.node('array', '', { size: 500 })
    const before = heap.node('object', 'Old', { size: 10 })
    const entries = [1, 2, 3].map(() => heap.node('object', 'Entry', { size: 100 }))
    const shape = heap.node('object shape', 'system / Map', { size: 80 })
    heap.edge(heap.root, 'property', 'sessions', map)
    heap.edge(map, 'internal', 'map', shape)
    heap.edge(map, 'internal', 'table', table)
    for (const to of [before, ...entries]) heap.edge(table, 'internal', `${to}`, to)
    const graph = heap.graph()
    const strong = strongEdges(graph)
    const roles = nodeRoles(graph)
    const births = new Uint8Array(graph.nodeCount)
    for (const node of entries) births[node] = 1
    births[shape] = 1
    const whatIf = whatIfOf(graph, strong)

    const oldTable = holderCut({ graph, strong, roles, births }, [map])
    expect(whatIf(oldTable)).toEqual({ objects: 3, bytes: 300 })

    births[table] = 1
    const newTable = holderCut({ graph, strong, roles, births }, [map])
    expect(newTable.keep).toEqual([before])
    expect(whatIf(newTable)).toEqual({ objects: 4, bytes: 800 })
  })

  it('frees little where a second holder has the same objects, and all where both let go', () => {
    const heap = heapBuilder()
    const [byId, byName] = [heap.node('object', 'Array'), heap.node('object', 'Array')]
    const items = [1, 2, 3, 4].map(() => heap.node('object', 'Item', { size: 50 }))
    heap.edge(heap.root, 'property', 'byId', byId)
    heap.edge(heap.root, 'property', 'byName', byName)
    for (const item of items) heap.edge(byId, 'element', item, item)
    for (const item of items.slice(0, 3)) heap.edge(byName, 'element', item, item)
    const graph = heap.graph()
    const strong = strongEdges(graph)
    const births = new Uint8Array(graph.nodeCount)
    for (const item of items) births[item] = 1
    const input = { graph, strong, roles: nodeRoles(graph), births }
    const whatIf = whatIfOf(graph, strong)
    expect(whatIf(holderCut(input, [byId]))).toEqual({ objects: 1, bytes: 50 })
    expect(whatIf(holderCut(input, [byName]))).toEqual({ objects: 0, bytes: 0 })
    expect(whatIf(holderCut(input, [byId, byName]))).toEqual({ objects: 4, bytes: 200 })
  })

  it('cuts the entry of a WeakMap at its key, since the table by itself holds nothing', () => {
    const heap = heapBuilder()
    const [key, table] = [heap.node('object', 'Key'), heap.node('array', 'table')]
    const value = heap.node('object', 'Value', { size: 70 })
    heap.edge(heap.root, 'property', 'key', key)
    heap.edge(heap.root, 'property', 'weak', table)
    heap.weakMapEntry(table, key, value)
    const graph = heap.graph()
    const strong = strongEdges(graph)
    const whatIf = whatIfOf(graph, strong)
    expect(whatIf(edgesBetween(graph, strong, table, value))).toEqual({ objects: 0, bytes: 0 })
    expect(whatIf(edgesBetween(graph, strong, key, value))).toEqual({ objects: 1, bytes: 70 })
  })
})
