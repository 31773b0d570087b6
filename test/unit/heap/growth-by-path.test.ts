import { describe, expect, it } from 'vitest'
import { dominatorTree } from '../../../src/heap/dominators/dominator-tree.ts'
import { strongEdges } from '../../../src/heap/graph/edge-filter.ts'
import { growthByPath } from '../../../src/heap/growth/growth-by-path.ts'
import type { GrowthSite } from '../../../src/heap/growth/growth-site.ts'
import { NO_TRIE_NODE, pathTrie } from '../../../src/heap/growth/path-trie.ts'
import type { PathTrie } from '../../../src/heap/growth/path-trie.ts'
import { shortestPathTree } from '../../../src/heap/paths/shortest-path-tree.ts'
import { heapBuilder, randomGraph } from '../../support/heap-builder.ts'
import type { HeapBuilder } from '../../support/heap-builder.ts'

function trieOf(heap: HeapBuilder, maxNodes = 200_000): PathTrie {
  const graph = heap.graph()
  return pathTrie(graph, shortestPathTree(graph, strongEdges(graph)), { maxNodes })
}

/** Three snapshots of three processes, drawn with 0, 1, 2; ids say nothing. */
function compare(draw: (heap: HeapBuilder, snapshot: number) => void): GrowthSite[] {
  const heaps = [0, 1, 2].map((snapshot) => {
    const heap = heapBuilder()
    draw(heap, snapshot)
    return heap
  })
  const graph = heaps[2]?.graph() ?? heapBuilder().graph()
  const strong = strongEdges(graph)
  const tries = heaps.map((heap) => trieOf(heap))
  const tree = shortestPathTree(graph, strong)
  return growthByPath(tries, { graph, tree, dominators: dominatorTree(graph, strong) })
}

/** Adds `count` objects of a class under a holder. */
function fill(heap: HeapBuilder, holder: number, className: string, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const node = heap.node('object', className)
    heap.edge(holder, 'element', i, node)
    return node
  })
}

function held(heap: HeapBuilder, holder: number, edge: string, className: string): number {
  const node = heap.node('object', className)
  heap.edge(holder, 'property', edge, node)
  return node
}

describe('the trie of paths', () => {
  it('counts every reachable object once', () => {
    for (let seed = 0; seed < 100; seed++) {
      const graph = randomGraph(seed, 60, 150)
      const tree = shortestPathTree(graph, strongEdges(graph))
      const trie = pathTrie(graph, tree)
      const bytes = [...tree.order].reduce((sum, node) => sum + (graph.shallowSize[node] ?? 0), 0)
      expect(trie.bytes.reduce((sum, own) => sum + own, 0)).toBe(bytes)
      const placed = [...trie.of].filter((place) => place !== NO_TRIE_NODE)
      expect(placed).toHaveLength(tree.order.length)
      for (let node = 1; node < trie.count; node++) {
        expect(trie.parent[node]).toBeLessThan(node)
      }
    }
  })

  it('gives the storage of an object the place of the object, and its bytes', () => {
    const heap = heapBuilder()
    const map = held(heap, heap.root, 'sessions', 'Map')
    const table = heap.node('array', '', { size: 800 })
    const session = heap.node('object', 'Session')
    heap.edge(map, 'internal', 'table', table)
    heap.edge(table, 'internal', '17', session)
    const trie = trieOf(heap)
    const place = trie.of[map] ?? 0
    expect(trie.of[table]).toBe(place)
    expect(trie.parent[trie.of[session] ?? 0]).toBe(place)
    expect(trie.label(trie.of[session] ?? 0).name).toBe('[…]')
    expect([trie.objects[place], trie.bytes[place]]).toEqual([1, 816])
  })

  it('folds an async chain of 200,000 rounds of five into a few nodes', () => {
    const heap = heapBuilder()
    const round = [
      ['object', 'Promise', 'internal', 'reactions_or_result'],
      ['hidden', 'system / PromiseReaction', 'hidden', 1],
      ['closure', '', 'internal', 'context'],
      ['object', 'system / Context', 'internal', 'extension'],
      ['object', 'Generator', 'hidden', 3],
    ] as const
    let last = heap.root
    let way: readonly ['property' | 'internal' | 'hidden', string | number] = ['property', 'query']
    for (let i = 0; i < 1_000_000; i++) {
      const [type, name, edgeType, edgeName] = round[i % 5] ?? round[0]
      const next = heap.node(type, name)
      heap.edge(last, way[0], way[1], next)
      last = next
      way = [edgeType, edgeName]
    }
    const trie = trieOf(heap)
    expect(trie.count).toBeLessThan(20)
    expect(trie.objects.reduce((sum, objects) => sum + objects, 0)).toBe(1_000_001)
  })

  it('folds trees of one class whatever way they branch', () => {
    const heap = heapBuilder()
    let level = [held(heap, heap.root, 'tree', 'TreeNode')]
    for (let depth = 0; depth < 10; depth++) {
      level = level.flatMap((node) =>
        ['left', 'right'].map((side) => held(heap, node, side, 'TreeNode')),
      )
    }
    expect(trieOf(heap).count).toBeLessThan(10)
  })

  it('stops growing at its limit and loses nothing', () => {
    const heap = heapBuilder()
    for (let i = 0; i < 1000; i++) held(heap, heap.root, `name${i}`, `Class${i}`)
    const trie = trieOf(heap, 50)
    expect(trie.count).toBeLessThanOrEqual(51)
    expect(trie.label(trie.of[1000] ?? 0).name).toBe('…')
    expect(trie.objects.reduce((sum, objects) => sum + objects, 0)).toBe(1001)
  })
})

describe('growth by path', () => {
  it('is found between processes that share no ids, whatever else moves', () => {
    const sites = compare((heap, snapshot) => {
      fill(heap, held(heap, heap.root, 'noise', 'Array'), 'Noise', [40, 90, 20][snapshot] ?? 0)
      const app = held(heap, heap.root, 'app', 'App')
      fill(heap, held(heap, app, 'sessions', 'Map'), 'Session', 10 + 10 * snapshot)
      fill(heap, held(heap, app, 'pool', 'Array'), 'Connection', 25)
    })
    expect(sites).toHaveLength(1)
    expect(sites[0]?.population.map((entry) => entry.objects)).toEqual([10, 20, 30])
    expect(sites[0]?.topChildren).toMatchObject([{ classKey: 'Session', count: 30 }])
    expect(sites[0]?.composition).toEqual([{ classKey: 'Session', objects: 20, bytes: 320 }])
  })

  it('is told once: what grows with its holder is part of it', () => {
    const sites = compare((heap, snapshot) => {
      const sessions = held(heap, heap.root, 'sessions', 'Map')
      for (const session of fill(heap, sessions, 'Session', 10 + 10 * snapshot)) {
        fill(heap, held(heap, session, 'cart', 'Cart'), 'Item', 3)
      }
    })
    expect(sites).toHaveLength(1)
    expect(sites[0]?.population.map((entry) => entry.objects)).toEqual([50, 100, 150])
  })

  it('is told twice where what is inside outgrows what is around it', () => {
    const sites = compare((heap, snapshot) => {
      const timers = held(heap, heap.root, 'timers', 'Map')
      for (const timer of fill(heap, timers, 'Timer', 2 + snapshot)) {
        fill(heap, held(heap, timer, 'log', 'Array'), 'Line', 100 + 300 * snapshot)
      }
    })
    expect(sites.map((site) => site.topChildren[0]?.classKey)).toEqual(['Timer', 'Line'])
  })

  it('is seen below one of several objects, however few of these are added', () => {
    const sites = compare((heap, snapshot) => {
      const timers = held(heap, heap.root, 'timers', 'Map')
      const [first = 0] = fill(heap, timers, 'Timer', 2 + snapshot)
      fill(heap, held(heap, first, 'log', 'Array'), 'Line', 10_000 + 100 * snapshot)
    })
    expect(sites.map((site) => site.topChildren[0]?.classKey).toSorted()).toEqual(['Line', 'Timer'])
  })

  it('is attached to the owner of a list, not to its first link', () => {
    const sites = compare((heap, snapshot) => {
      const signal = held(heap, heap.root, 'signal', 'AbortSignal')
      let link = held(heap, signal, 'head', 'Listener')
      for (let i = 0; i < 10 + 10 * snapshot; i++) link = held(heap, link, 'next', 'Listener')
    })
    expect(sites).toHaveLength(1)
    expect(sites[0]?.attach).toEqual([1])
  })

  it('survives that the holder is reached another way in one of the processes', () => {
    const sites = compare((heap, snapshot) => {
      let from = held(heap, heap.root, snapshot === 1 ? 'timer' : 'server', 'Object')
      if (snapshot === 1) from = held(heap, from, 'callback', 'Callback')
      const window = held(heap, from, 'window', 'Window')
      const document = held(heap, window, 'document', 'Document')
      fill(heap, held(heap, document, 'timers', 'Table'), 'Timeout', 10 + 10 * snapshot)
    })
    expect(sites.map((site) => site.topChildren[0]?.classKey)).toEqual(['Timeout'])
  })
})
