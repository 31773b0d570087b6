import { describe, expect, it } from 'vitest'
import { strongEdges } from '../../../src/heap/graph/edge-filter.ts'
import type { HeapGraph } from '../../../src/heap/graph/heap-graph.ts'
import { MAX_EDGE_COST, edgeCosts } from '../../../src/heap/paths/edge-cost.ts'
import { edgeLabel } from '../../../src/heap/paths/edge-label.ts'
import { foldPath } from '../../../src/heap/paths/fold-path.ts'
import type { FoldedStep } from '../../../src/heap/paths/fold-path.ts'
import { nodeRoles } from '../../../src/heap/paths/node-role.ts'
import { pathClasses } from '../../../src/heap/paths/path-class.ts'
import { retainingPath } from '../../../src/heap/paths/retaining-path.ts'
import { UNREACHABLE, shortestPathTree } from '../../../src/heap/paths/shortest-path-tree.ts'
import { heapBuilder, randomGraph } from '../../support/heap-builder.ts'
import type { HeapBuilder } from '../../support/heap-builder.ts'

/** Cheapest cost of every node by repeated relaxation of all edges; `Infinity` where unreachable. */
function naiveCosts(graph: HeapGraph, strong: Uint8Array): number[] {
  const costs = edgeCosts(graph, nodeRoles(graph))
  const best = Array.from({ length: graph.nodeCount }, (_, node) => (node === 0 ? 0 : Infinity))
  for (let changed = true; changed;) {
    changed = false
    for (let from = 0; from < graph.nodeCount; from++) {
      for (let edge = at(graph.firstEdge, from); edge < at(graph.firstEdge, from + 1); edge++) {
        if (strong[edge] !== 1) continue
        const to = at(graph.edgeTo, edge)
        const cost = (best[from] ?? Infinity) + costs.of(from, edge, to)
        if (cost >= (best[to] ?? 0)) continue
        best[to] = cost
        changed = true
      }
    }
  }
  return best
}

function costOnPath(graph: HeapGraph, path: { nodes: Uint32Array; edges: Uint32Array }): number {
  const costs = edgeCosts(graph, nodeRoles(graph))
  let cost = 0
  for (let i = 0; i < path.edges.length; i++) {
    cost += costs.of(at(path.nodes, i), at(path.edges, i), at(path.nodes, i + 1))
  }
  return cost
}

function at(column: Uint32Array | Uint8Array, index: number): number {
  const value = column[index]
  if (value === undefined) throw new Error(`no row ${index}`)
  return value
}

function names(graph: HeapGraph, nodes: Uint32Array): string[] {
  return [...nodes].map((node) => graph.strings.get(at(graph.nodeName, node)))
}

function pathTo(heap: HeapBuilder, node: number): string[] {
  const graph = heap.graph()
  return names(graph, retainingPath(shortestPathTree(graph, strongEdges(graph)), node).nodes)
}

function told(steps: readonly FoldedStep[]): string[] {
  return steps.map(({ steps: round, repeats }) => {
    const text = round.map((step) => step.label.name).join(' ')
    return repeats === 1 ? text : `${text} × ${repeats}`
  })
}

describe('the tree of paths', () => {
  it('holds a cheapest path of every reachable node and none of the others', () => {
    let unreachable = 0
    for (let seed = 0; seed < 300; seed++) {
      const graph = randomGraph(seed, 3 + (seed % 40), (seed * 7) % 120)
      const strong = strongEdges(graph)
      const tree = shortestPathTree(graph, strong)
      const expected = naiveCosts(graph, strong)
      for (let node = 0; node < graph.nodeCount; node++) {
        const path = retainingPath(tree, node)
        const isReachable = expected[node] !== Infinity
        if (!isReachable) unreachable++
        expect(tree.parent[node] !== UNREACHABLE).toBe(isReachable)
        expect(path.nodes.length > 0).toBe(isReachable)
        if (!isReachable) continue
        expect(costOnPath(graph, path)).toBe(expected[node])
        expect(path.edges).toHaveLength(at(tree.distance, node))
        for (let i = 0; i < path.edges.length; i++) {
          const edge = at(path.edges, i)
          expect(strong[edge]).toBe(1)
          expect(at(graph.edgeTo, edge)).toBe(at(path.nodes, i + 1))
          expect(edge).toBeGreaterThanOrEqual(at(graph.firstEdge, at(path.nodes, i)))
          expect(edge).toBeLessThan(at(graph.firstEdge, at(path.nodes, i) + 1))
        }
      }
    }
    expect(unreachable).toBeGreaterThan(100)
  })

  it('lists every parent before its children', () => {
    const graph = randomGraph(11, 200, 700)
    const tree = shortestPathTree(graph, strongEdges(graph))
    const place = new Map([...tree.order].map((node, i) => [node, i]))
    expect(place.size).toBe(tree.order.length)
    for (const node of tree.order) {
      if (node === 0) continue
      expect(place.get(at(tree.parent, node))).toBeLessThan(place.get(node) ?? -1)
    }
  })

  it('prefers a variable of the program to a shorter way over the stack or the engine', () => {
    const heap = heapBuilder()
    const roots = heap.node('synthetic', '(GC roots)')
    const stack = heap.node('synthetic', '(Stack roots)')
    const caches = heap.node('synthetic', '(Compilation cache)')
    const global = heap.node('object', 'global')
    const store = heap.node('closure', 'store')
    const scope = heap.node('object', 'system / Context')
    const sessions = heap.node('object', 'Map')
    heap.edge(heap.root, 'element', 1, roots)
    heap.edge(roots, 'element', 7, stack)
    heap.edge(roots, 'element', 10, caches)
    heap.edge(heap.root, 'shortcut', '2', global)
    heap.edge(caches, 'internal', '1', sessions)
    heap.edge(stack, 'internal', '3', sessions)
    heap.edge(global, 'property', 'store', store)
    heap.edge(store, 'internal', 'context', scope)
    heap.edge(scope, 'context', 'sessions', sessions)
    expect(pathTo(heap, sessions)).toEqual(['', 'global', 'store', 'system / Context', 'Map'])
  })

  it('goes round a hidden class where the program has a way of its own', () => {
    const heap = heapBuilder()
    const instance = heap.node('object', 'Session')
    const shape = heap.node('object shape', 'system / Map')
    const maker = heap.node('closure', 'Session')
    heap.edge(heap.root, 'property', 'instance', instance)
    heap.edge(instance, 'internal', 'map', shape)
    heap.edge(shape, 'internal', 'value', maker)
    let last = heap.root
    for (const name of ['App', 'Registry', 'Classes', 'Entry']) {
      const next = heap.node('object', name)
      heap.edge(last, 'property', 'next', next)
      last = next
    }
    heap.edge(last, 'property', 'maker', maker)
    expect(pathTo(heap, maker)).toEqual(['', 'App', 'Registry', 'Classes', 'Entry', 'Session'])
  })

  it('prefers property to variable to element to slot to hidden field', () => {
    const kinds = ['hidden', 'internal', 'element', 'context', 'property'] as const
    for (let worst = 0; worst + 1 < kinds.length; worst++) {
      const heap = heapBuilder()
      const holder = heap.node('object', 'Holder')
      const held = heap.node('object', 'Held')
      heap.edge(heap.root, 'property', 'holder', holder)
      for (const kind of kinds.slice(worst, worst + 2)) {
        heap.edge(holder, kind, kind === 'hidden' || kind === 'element' ? 1 : 'held', held)
      }
      const graph = heap.graph()
      const tree = shortestPathTree(graph, strongEdges(graph))
      const label = edgeLabel(graph, at(tree.parentEdge, held))
      expect(label.type).toBe(kinds[worst + 1])
    }
  })

  it('takes the same way through a dictionary whatever order its hashes give', () => {
    const keys = Array.from({ length: 20 }, (_, i) => `name${i}`)
    const wayOf = (order: readonly string[]): string[] => {
      const heap = heapBuilder()
      const dictionary = heap.node('object', 'Object')
      const held = heap.node('object', 'Held')
      heap.edge(heap.root, 'property', 'table', dictionary)
      for (const key of order) {
        const between = heap.node('object', key)
        heap.edge(dictionary, 'property', key, between)
        heap.edge(between, 'property', 'held', held)
      }
      heap.edge(dictionary, 'internal', 'properties', heap.node('array', '(object properties)'))
      return pathTo(heap, held)
    }
    expect(wayOf(keys.toReversed())).toEqual(wayOf(keys))
    expect(wayOf(keys)).toContain('name0')
  })

  it('never lets an edge cost more than the queue has room for', () => {
    const heap = heapBuilder()
    const roots = heap.node('synthetic', '(Unheard of roots)')
    heap.edge(heap.root, 'element', 1, roots)
    heap.edge(roots, 'internal', 'native_context', heap.node('hidden', 'system / NativeContext'))
    const graph = heap.graph()
    const costs = edgeCosts(graph, nodeRoles(graph))
    expect(costs.of(0, 0, roots)).toBeLessThanOrEqual(MAX_EDGE_COST)
    expect(costs.of(roots, 1, 2)).toBeLessThanOrEqual(MAX_EDGE_COST)
    expect(costs.of(0, 0, roots)).toBeGreaterThan(0)
  })

  it('stops when it is cancelled', () => {
    const heap = heapBuilder()
    let last = heap.root
    for (let i = 0; i < 140_000; i++) {
      const next = heap.node('object', 'Link')
      heap.edge(last, 'property', 'next', next)
      last = next
    }
    const graph = heap.graph()
    const search = (): unknown =>
      shortestPathTree(graph, strongEdges(graph), { signal: { aborted: true } })
    expect(search).toThrow('cancelled')
  })
})

describe('a folded path', () => {
  it('tells a recursion of 600,000 steps in a handful', () => {
    const heap = heapBuilder()
    const round = [
      ['object', 'Promise', 'internal', 'reactions_or_result'],
      ['hidden', 'system / PromiseReaction', 'hidden', 1],
      ['closure', '', 'internal', 'context'],
      ['object', 'system / Context', 'internal', 'extension'],
      ['object', 'Generator', 'hidden', 3],
    ] as const
    const pool = heap.node('object', 'Pool')
    heap.edge(heap.root, 'property', 'pool', pool)
    let last = pool
    let way: readonly ['property' | 'internal' | 'hidden', string | number] = ['property', 'query']
    for (let i = 0; i < 600_000; i++) {
      const [type, name, edgeType, edgeName] = round[i % 5] ?? round[0]
      const next = heap.node(type, name)
      heap.edge(last, way[0], way[1], next)
      last = next
      way = [edgeType, edgeName]
    }
    heap.edge(last, 'property', 'request', heap.node('object', 'Request'))
    const graph = heap.graph()
    const tree = shortestPathTree(graph, strongEdges(graph))
    const path = retainingPath(tree, graph.nodeCount - 1)
    expect(path.edges).toHaveLength(600_002)
    const folded = foldPath(graph, path)
    expect(folded.length).toBeLessThan(12)
    expect(told(folded)).toContain('reactions_or_result handler context extension […] × 119999')
    const steps = folded.reduce((sum, fold) => sum + fold.steps.length * fold.repeats, 0)
    expect(steps).toBe(600_002)
  })

  it('leaves alone what repeats less than three times', () => {
    const heap = heapBuilder()
    let last = heap.root
    for (const name of ['a', 'b', 'a', 'b', 'c']) {
      const next = heap.node('object', 'Object')
      heap.edge(last, 'property', name, next)
      last = next
    }
    const graph = heap.graph()
    const path = retainingPath(shortestPathTree(graph, strongEdges(graph)), last)
    expect(told(foldPath(graph, path))).toEqual(['a', 'b', 'a', 'b', 'c'])
  })

  it('does not take functions from different lines for a repetition', () => {
    const foldedLines = (lines: readonly number[]): number => {
      const heap = heapBuilder()
      let last = heap.root
      for (const line of lines) {
        const location = { scriptId: 1, line, column: 4 }
        const next = heap.node('object', 'Generator', { location })
        heap.edge(last, 'internal', 'caller', next)
        last = next
      }
      const graph = heap.graph()
      return foldPath(graph, retainingPath(shortestPathTree(graph, strongEdges(graph)), last))
        .length
    }
    expect(foldedLines([7, 7, 7, 7])).toBe(1)
    expect(foldedLines([7, 8, 9, 10])).toBe(4)
  })

  it('counts the table of a Map as the Map', () => {
    const heap = heapBuilder()
    const map = heap.node('object', 'Map')
    const table = heap.node('array', '')
    const value = heap.node('object', 'Session')
    heap.edge(heap.root, 'property', 'sessions', map)
    heap.edge(map, 'internal', 'table', table)
    heap.edge(table, 'internal', '17', value)
    const graph = heap.graph()
    const tree = shortestPathTree(graph, strongEdges(graph))
    const folded = foldPath(graph, retainingPath(tree, value))
    expect(folded.flatMap((fold) => fold.steps.map((step) => step.to))).toEqual([map, value])
    expect(told(folded)).toEqual(['sessions', '[…]'])
    expect(foldPath(graph, retainingPath(tree, table)).at(-1)?.steps[0]?.to).toBe(table)
  })
})

describe('the label of an edge', () => {
  function labels(heap: HeapBuilder): string[] {
    const graph = heap.graph()
    return Array.from({ length: graph.edgeCount }, (_, edge) => edgeLabel(graph, edge).name)
  }

  it('never shows an index, a WeakMap key or an internal number', () => {
    const heap = heapBuilder()
    const table = heap.node('array', '')
    const key = heap.node('object', 'Request')
    const value = heap.node('string', 'secret')
    heap.edge(heap.root, 'element', 4711, table)
    heap.edge(heap.root, 'hidden', 4711, table)
    heap.edge(table, 'internal', '4711', key)
    heap.weakMapEntry(table, key, value)
    expect(labels(heap)).toEqual(['[…]', '[…]', '[…]', 'WeakMap entry', 'WeakMap entry'])
  })

  function dictionary(properties: number, type: 'object' | 'closure'): HeapBuilder {
    const heap = heapBuilder()
    const table = heap.node('object', 'Object')
    heap.edge(heap.root, 'property', 'users', table)
    for (let i = 0; i < properties; i++) {
      heap.edge(table, 'property', `user${i}@example.org`, heap.node(type, 'x'))
    }
    if (type === 'closure') heap.edge(table, 'property', '__proto__', heap.node('object', 'Object'))
    heap.edge(table, 'internal', 'properties', heap.node('array', '(object properties)'))
    return heap
  }

  it('hides the keys of an object that is used as a table', () => {
    expect(new Set(labels(dictionary(100, 'object')))).toEqual(
      new Set(['users', '[key]', 'properties']),
    )
  })

  it('shows the names of few properties, and of many that are functions', () => {
    expect(labels(dictionary(10, 'object'))).toContain('user3@example.org')
    expect(labels(dictionary(100, 'closure'))).toContain('user3@example.org')
  })

  it('cuts names of unreasonable length', () => {
    const heap = heapBuilder()
    heap.edge(heap.root, 'property', 'x'.repeat(5000), heap.node('object', 'Object'))
    expect(labels(heap)[0]?.length).toBeLessThan(120)
  })
})

describe('the class of a node on a path', () => {
  it('never contains what a string says', () => {
    const heap = heapBuilder()
    const types = ['string', 'concatenated string', 'sliced string', 'regexp', 'symbol'] as const
    for (const type of types) heap.node(type, 'secret')
    const classes = pathClasses(heap.graph())
    for (let node = 1; node <= types.length; node++) {
      expect(classes.name(at(classes.of, node))).not.toContain('secret')
    }
  })

  it('tells scopes apart by their variables, in whatever order they come', () => {
    const heap = heapBuilder()
    const scope = (variables: readonly string[]): number => {
      const context = heap.node('object', 'system / Context')
      for (const name of variables) {
        heap.edge(context, 'context', name, heap.node('object', 'Object'))
      }
      const info = heap.node('code', 'system / ScopeInfo')
      heap.edge(context, 'internal', 'scope_info', info)
      return context
    }
    const [one, other, third] = [scope(['a', 'b']), scope(['b', 'a']), scope(['a', 'c'])]
    const { of } = pathClasses(heap.graph())
    expect(of[one]).toBe(of[other])
    expect(of[one]).not.toBe(of[third])
  })
})
