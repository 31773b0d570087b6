import { describe, expect, it } from 'vitest'
import { heapBuilder, randomGraph, seededRandom } from '../../support/heap-builder.ts'
import {
  NO_DOMINATOR,
  dominatedBy,
  dominates,
  dominatorTree,
  isStronglyReachable,
  strongEdges,
  subtrees,
} from '../../../src/heap/index.ts'
import type { DominatorTree, HeapGraph } from '../../../src/heap/index.ts'

/** Nodes that strong edges reach from the root without passing `removed`. */
function reachable(graph: HeapGraph, strong: Uint8Array, removed: number): Uint8Array {
  const seen = new Uint8Array(graph.nodeCount)
  const open = removed === 0 ? [] : [0]
  if (removed !== 0) seen[0] = 1
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (let edge = graph.firstEdge[node] ?? 0; edge < (graph.firstEdge[node + 1] ?? 0); edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] === 0 || to === removed || seen[to] === 1) continue
      seen[to] = 1
      open.push(to)
    }
  }
  return seen
}

/** By definition: d dominates w where w is out of reach once d is gone. */
function oracle(graph: HeapGraph): { dominator: number[]; retained: number[] } {
  const strong = strongEdges(graph)
  const count = graph.nodeCount
  const reached = reachable(graph, strong, NO_DOMINATOR)
  const dominatorsOf = Array.from({ length: count }, (): number[] => [])
  const retained = Array.from(graph.shallowSize)
  for (let d = 0; d < count; d++) {
    if (reached[d] === 0) continue
    const without = reachable(graph, strong, d)
    for (let w = 0; w < count; w++) {
      if (w === d || reached[w] === 0 || without[w] === 1) continue
      dominatorsOf[w]?.push(d)
      retained[d] = (retained[d] ?? 0) + (graph.shallowSize[w] ?? 0)
    }
  }
  // Dominators of a node form a chain: the nearest one has the most dominators itself.
  const rank = (d: number): number => dominatorsOf[d]?.length ?? 0
  const dominator = dominatorsOf.map((all) =>
    all.length === 0 ? NO_DOMINATOR : all.reduce((a, b) => (rank(b) > rank(a) ? b : a)),
  )
  return { dominator, retained }
}

function treeOf(graph: HeapGraph): DominatorTree {
  return dominatorTree(graph, strongEdges(graph))
}

/** A graph of plain edges; `edges` are sorted by where they start. */
function graphOf(nodeCount: number, edges: readonly (readonly [number, number])[]): HeapGraph {
  const heap = heapBuilder()
  for (let node = 1; node < nodeCount; node++) heap.node('object', 'N', { size: 1 })
  for (const [from, to] of edges) heap.edge(from, 'property', 'p', to)
  return heap.graph()
}

/** Columns without the builder, for graphs of millions of rows; every node has `targets(node)` as edges. */
function largeGraph(nodeCount: number, targets: (node: number) => number[]): HeapGraph {
  const firstEdge = new Uint32Array(nodeCount + 1)
  const to: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    for (const target of targets(node)) to.push(target)
    firstEdge[node + 1] = to.length
  }
  return {
    ...heapBuilder().graph(),
    nodeCount,
    edgeCount: to.length,
    nodeType: new Uint8Array(nodeCount),
    nodeId: new Uint32Array(nodeCount),
    shallowSize: new Uint32Array(nodeCount).fill(1),
    firstEdge,
    edgeType: new Uint8Array(to.length).fill(2),
    edgeName: new Uint32Array(to.length),
    edgeTo: Uint32Array.from(to),
  }
}

/** Cooper, Harvey and Kennedy's fixed point, for graphs that are too large for the definition. */
function fixedPoint(graph: HeapGraph, strong: Uint8Array): number[] {
  const order: number[] = []
  const number = new Map<number, number>()
  const seen = new Set([0])
  const visit = (node: number): void => {
    for (let edge = graph.firstEdge[node] ?? 0; edge < (graph.firstEdge[node + 1] ?? 0); edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] === 0 || seen.has(to)) continue
      seen.add(to)
      visit(to)
    }
    number.set(node, order.push(node) - 1)
  }
  visit(0)
  const into = new Map<number, number[]>()
  for (const from of order) {
    for (let edge = graph.firstEdge[from] ?? 0; edge < (graph.firstEdge[from + 1] ?? 0); edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] === 1) into.set(to, [...(into.get(to) ?? []), from])
    }
  }
  const found = new Map([[0, 0]])
  const meet = (a: number, b: number): number => {
    let [left, right] = [a, b]
    while (left !== right) {
      if ((number.get(left) ?? 0) < (number.get(right) ?? 0)) left = found.get(left) ?? 0
      else right = found.get(right) ?? 0
    }
    return left
  }
  for (let changed = true; changed;) {
    changed = false
    for (const node of order.toReversed().slice(1)) {
      const known = (into.get(node) ?? []).filter((from) => found.has(from))
      const next = known.reduce(meet)
      if (found.get(node) === next) continue
      found.set(node, next)
      changed = true
    }
  }
  return Array.from({ length: graph.nodeCount }, (_, node) =>
    node === 0 ? NO_DOMINATOR : (found.get(node) ?? NO_DOMINATOR),
  )
}

describe('immediate dominators and retained sizes', () => {
  it('agree with the definition on 1,500 random heaps', () => {
    for (let seed = 0; seed < 1500; seed++) {
      const random = seededRandom(seed)
      const nodes = 1 + Math.floor(random() * 24)
      const graph = randomGraph(seed, nodes, Math.floor(random() * nodes * 3))
      const tree = treeOf(graph)
      const expected = oracle(graph)
      expect([...tree.immediateDominator], `seed ${seed}`).toEqual(expected.dominator)
      expect([...tree.retainedSize], `seed ${seed}`).toEqual(expected.retained)
    }
  })

  it('agree with a fixed point on larger heaps, thin and dense', () => {
    for (let seed = 0; seed < 12; seed++) {
      const graph = randomGraph(seed, 1500, 1800 + seed * 400)
      const strong = strongEdges(graph)
      const { immediateDominator } = dominatorTree(graph, strong)
      expect([...immediateDominator], `seed ${seed}`).toEqual(fixedPoint(graph, strong))
    }
  })

  it('are those of the flow graph in the paper of Lengauer and Tarjan', () => {
    const names = 'RABCDEFGHIJKL'
    const edges = 'RA RB RC AD BA BD BE CF CG DL EH FI GI GJ HE HK IK JI KR KI LH'.split(' ')
    const place = (name: string | undefined): number => names.indexOf(name ?? '')
    const graph = graphOf(
      names.length,
      edges.map((edge) => [place(edge[0]), place(edge[1])] as const),
    )
    const { immediateDominator } = treeOf(graph)
    const shown = 'ABCDEFGHIJKL'.split('').map((name) => {
      return `${names[immediateDominator[place(name)] ?? -1]}${name}`
    })
    expect(shown).toEqual('RA RB RC RD RE CF CG RH RI GJ RK DL'.split(' '))
  })

  it('of a diamond are above it', () => {
    const { immediateDominator, retainedSize } = treeOf(
      graphOf(5, [
        [0, 1],
        [1, 2],
        [1, 3],
        [2, 4],
        [3, 4],
      ]),
    )
    expect([...immediateDominator]).toEqual([NO_DOMINATOR, 0, 1, 1, 1])
    expect([...retainedSize]).toEqual([4, 4, 1, 1, 1])
  })

  it('of an object that two roots reach are neither of them', () => {
    const { immediateDominator } = treeOf(
      graphOf(4, [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ]),
    )
    expect(immediateDominator[3]).toBe(0)
  })

  it('of a ring are the node that the root reaches', () => {
    const { immediateDominator } = treeOf(
      graphOf(4, [
        [0, 2],
        [1, 2],
        [2, 3],
        [3, 1],
        [3, 3],
      ]),
    )
    expect([...immediateDominator]).toEqual([NO_DOMINATOR, 3, 0, 2])
  })

  it('count sizes beyond 2^31 and 2^32 exactly', () => {
    const heap = heapBuilder()
    const big = heap.node('object', 'Big', { size: 2 ** 31 + 1 })
    const bigger = heap.node('object', 'Bigger', { size: 2 ** 33 + 1 })
    heap.edge(heap.root, 'property', 'a', big)
    heap.edge(big, 'property', 'b', bigger)
    expect([...treeOf(heap.graph()).retainedSize]).toEqual([
      2 ** 33 + 2 ** 31 + 2,
      2 ** 33 + 2 ** 31 + 2,
      2 ** 33 + 1,
    ])
  })

  it('do not exist for what is only weakly held, which retains itself alone', () => {
    const heap = heapBuilder()
    const held = heap.node('object', 'Held', { size: 10 })
    const weak = heap.node('object', 'Weak', { size: 20 })
    const below = heap.node('object', 'Below', { size: 40 })
    heap.edge(heap.root, 'property', 'a', held)
    heap.edge(held, 'weak', 'w', weak)
    heap.edge(weak, 'property', 'b', below)
    heap.edge(below, 'property', 'c', held)
    const tree = treeOf(heap.graph())
    expect([...tree.immediateDominator]).toEqual([NO_DOMINATOR, 0, NO_DOMINATOR, NO_DOMINATOR])
    expect([...tree.retainedSize]).toEqual([10, 10, 20, 40])
    expect([...tree.order]).toEqual([0, held])
    expect([0, held, weak].map((node) => isStronglyReachable(tree, node))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('give the value of a WeakMap entry to its key', () => {
    const heap = heapBuilder()
    const table = heap.node('array', '')
    const key = heap.node('object', 'Key')
    const value = heap.node('object', 'Value')
    heap.edge(heap.root, 'property', 'table', table)
    heap.edge(heap.root, 'property', 'key', key)
    heap.weakMapEntry(table, key, value)
    expect(treeOf(heap.graph()).immediateDominator[value]).toBe(key)
  })

  it('list every dominator before what it dominates', () => {
    const tree = treeOf(randomGraph(4, 500, 1500))
    const seen = new Set<number>([NO_DOMINATOR])
    for (const node of tree.order) {
      expect(seen.has(tree.immediateDominator[node] ?? -1)).toBe(true)
      seen.add(node)
    }
  })
})

describe('heaps that ruin a careless algorithm', () => {
  it('a chain of 1,000,000 nodes', () => {
    const length = 1_000_000
    const { immediateDominator, retainedSize } = treeOf(
      largeGraph(length, (node) => (node + 1 < length ? [node + 1] : [])),
    )
    expect(immediateDominator[length - 1]).toBe(length - 2)
    expect(retainedSize[1]).toBe(length - 1)
  })

  it('a chain of 300,000 links whose values the root holds as well', () => {
    // Climbing from link to link for every value would take 45 billion steps.
    const links = 300_000
    const graph = largeGraph(2 * links + 2, (node) => {
      if (node === 0) return [1, 2 * links + 1]
      if (node <= links) return node < links ? [node + 1, node + links] : [node + links]
      return node <= 2 * links ? [] : Array.from({ length: links }, (_, at) => links + 1 + at)
    })
    const { immediateDominator } = treeOf(graph)
    expect(immediateDominator[links]).toBe(links - 1)
    expect(immediateDominator[links + 1]).toBe(0)
    expect(immediateDominator[2 * links]).toBe(0)
  })

  it('a doubly linked list of 300,000 nodes with a table of all of them', () => {
    const links = 300_000
    const graph = largeGraph(links + 2, (node) => {
      if (node === 0) return [1]
      if (node === 1) return Array.from({ length: links }, (_, at) => at + 2)
      return [Math.max(2, node - 1), Math.min(links + 1, node + 1)]
    })
    const { immediateDominator, retainedSize } = treeOf(graph)
    expect(immediateDominator.subarray(2).every((dominator) => dominator === 1)).toBe(true)
    expect(retainedSize[1]).toBe(links + 1)
  })
})

it.each([1, 2])(
  'a node with 1.2 million retainers below %i others is dominated as one with two',
  (tops) => {
    // Root → tops → leaves → the crowded node, which the first leaf reaches first. More edges than fit at once.
    const leaves = 1_200_000
    const crowded = tops + 1
    const graph = largeGraph(leaves + tops + 2, (node) => {
      if (node === 0) return Array.from({ length: tops }, (_, at) => at + 1)
      if (node > crowded) return [crowded]
      if (node === crowded) return []
      const found: number[] = []
      for (let leaf = crowded + node; leaf < leaves + tops + 2; leaf += tops) found.push(leaf)
      return found
    })
    const { immediateDominator, retainedSize } = treeOf(graph)
    expect(immediateDominator[crowded]).toBe(tops === 1 ? 1 : 0)
    expect(retainedSize[1]).toBe(tops === 1 ? leaves + 2 : leaves / 2 + 1)
  },
)

it('edges that fill several ranges of predecessors are all seen, each once', () => {
  // Leaves point at hubs, which the first leaves reach before the others come.
  const hubs = 1001
  const leaves = 1_400_000
  const first = hubs + 3
  const graph = largeGraph(first + leaves, (node) => {
    if (node === 0) return [1, 2]
    if (node > 2) return node < first ? [] : [3 + ((node - first) % hubs)]
    const half = first + leaves / 2
    return Array.from({ length: leaves / 2 }, (_, at) => (node === 1 ? first : half) + at)
  })
  const { immediateDominator, retainedSize } = treeOf(graph)
  for (let hub = 3; hub < first; hub++) expect(immediateDominator[hub]).toBe(0)
  expect(retainedSize[0]).toBe(first + leaves)
  expect(retainedSize[2]).toBe(1 + leaves / 2)
}, 60_000)

describe('subtrees', () => {
  it('hold what a node dominates, and nothing else', () => {
    for (let seed = 0; seed < 100; seed++) {
      const graph = randomGraph(seed, 30, 60)
      const tree = treeOf(graph)
      const rows = subtrees(graph, tree)
      const strong = strongEdges(graph)
      const reached = reachable(graph, strong, NO_DOMINATOR)
      for (let d = 0; d < graph.nodeCount; d++) {
        const without = reachable(graph, strong, d)
        const children: number[] = []
        for (let w = 0; w < graph.nodeCount; w++) {
          const expected = reached[d] === 1 && reached[w] === 1 && without[w] === 0
          expect(dominates(rows, d, w), `seed ${seed}: ${d} over ${w}`).toBe(expected)
          if (tree.immediateDominator[w] === d) children.push(w)
        }
        expect(dominatedBy(rows, d).toSorted((a, b) => a - b)).toEqual(children)
      }
    }
  })
})

it('the work stops when it is cancelled, and its progress rises to 1 at most', () => {
  const graph = largeGraph(400_000, (node) => (node < 399_999 ? [node + 1] : []))
  const strong = strongEdges(graph)
  let looks = 0
  const signal = {
    get aborted() {
      return ++looks > 3
    },
  }
  expect(() => dominatorTree(graph, strong, { signal })).toThrow(
    expect.objectContaining({ code: 'CANCELLED' }),
  )
  expect(looks).toBe(4)
  const shares: number[] = []
  dominatorTree(graph, strong, { onProgress: (share) => shares.push(share) })
  expect(shares.length).toBeGreaterThan(0)
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
})
