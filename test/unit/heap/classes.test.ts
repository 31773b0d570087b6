import { describe, expect, it } from 'vitest'
import { heapBuilder, randomGraph } from '../../support/heap-builder.ts'
import type { HeapBuilder } from '../../support/heap-builder.ts'
import {
  classHistogram,
  classIndex,
  className,
  dominatorTree,
  strongEdges,
} from '../../../src/heap/index.ts'
import type { ClassTotals } from '../../../src/heap/index.ts'

function histogram(heap: HeapBuilder): ClassTotals[] {
  const graph = heap.graph()
  return classHistogram(graph, dominatorTree(graph, strongEdges(graph)))
}

function classNames(heap: HeapBuilder): string[] {
  const { classOf, classes } = classIndex(heap.graph())
  return Array.from(classOf, (found) => classes[found]?.name ?? '?')
}

/** A plain object with property edges to `value` and a hidden class. */
function plain(heap: HeapBuilder, names: readonly string[], value: number, map?: number): number {
  const object = heap.node('object', 'Object')
  for (const name of names) heap.edge(object, 'property', name, value)
  heap.edge(object, 'property', '__proto__', heap.root)
  if (map !== undefined) heap.edge(object, 'internal', 'map', map)
  return object
}

describe('the class of a node', () => {
  it.each([
    ['object', 'Map', 'Map'],
    ['object', 'Array', 'Array'],
    ['object', 'system / Context', '(system) Context'],
    ['object', '', '(anonymous class)'],
    ['closure', 'put', 'closure put'],
    ['closure', '', 'closure (anonymous)'],
    ['string', 'secret', '(string)'],
    ['concatenated string', '(concatenated string)', '(concatenated string)'],
    ['sliced string', '(sliced string)', '(sliced string)'],
    ['symbol', 'secret', '(symbol)'],
    ['number', '42.5', '(number)'],
    ['bigint', 'bigint', '(bigint)'],
    ['regexp', 'secret+', 'RegExp'],
    ['code', 'put', '(compiled code)'],
    ['code', 'system / BytecodeArray', '(compiled code)'],
    ['hidden', 'system / PropertyCell', '(system) PropertyCell'],
    ['hidden', 'secret', '(system)'],
    ['object shape', 'system / Map', '(system) Map'],
    ['array', '', '(array)'],
    ['array', 'secret', '(array)'],
    ['array', '(object elements)', '(object elements)'],
    ['synthetic', '(GC roots)', '(GC roots)'],
    ['native', 'Node / Environment', 'Node / Environment'],
    ['native', 'secret', '(native)'],
  ] as const)('%s "%s" is %s', (type, name, expected) => {
    const heap = heapBuilder()
    const node = heap.node(type, name)
    expect(className(heap.graph(), node)).toBe(expected)
    expect(classNames(heap)[node]).toBe(expected)
  })

  it('has a name of bounded length', () => {
    const heap = heapBuilder()
    const node = heap.node('object', 'x'.repeat(5000))
    expect(className(heap.graph(), node)).toBe(`${'x'.repeat(99)}…`)
  })

  it('agrees between one node and all nodes, but for the shapes of plain objects', () => {
    const graph = randomGraph(5, 300, 900)
    const { classOf, classes } = classIndex(graph)
    for (let node = 0; node < graph.nodeCount; node++) {
      expect(classes[classOf[node] ?? -1]?.name).toBe(className(graph, node))
    }
  })
})

describe('plain objects', () => {
  it('are grouped by the sorted names of their properties', () => {
    const heap = heapBuilder()
    const value = heap.node('string', 'v')
    const one = plain(heap, ['payload', 'id', 'at'], value)
    const two = plain(heap, ['at', 'id', 'payload'], value)
    const other = plain(heap, ['id'], value)
    const { classOf, classes } = classIndex(heap.graph())
    expect(classes[classOf[one] ?? -1]?.name).toBe('{at, id, payload}')
    expect(classOf[two]).toBe(classOf[one])
    expect(classes[classOf[other] ?? -1]?.name).toBe('{id}')
    expect(className(heap.graph(), one)).toBe('Object')
  })

  it('of one hidden class are one group though some hold small integers, which have no edge', () => {
    const heap = heapBuilder()
    const value = heap.node('string', 'v')
    const map = heap.node('object shape', 'system / Map')
    const one = plain(heap, ['id', 'at'], value, map)
    const two = plain(heap, ['payload'], value, map)
    const names = classNames(heap)
    expect([names[one], names[two]]).toEqual(['{at, id, payload}', '{at, id, payload}'])
  })

  it('show eight names and that there are more', () => {
    const heap = heapBuilder()
    const value = heap.node('string', 'v')
    const object = plain(heap, 'abcdefghij'.split(''), value)
    expect(classNames(heap)[object]).toBe('{a, b, c, d, e, f, g, h, …}')
  })

  it('show accessors and symbols by their names', () => {
    const heap = heapBuilder()
    const value = heap.node('string', 'v')
    const object = plain(heap, ['get size', 'set size', '<symbol kState>'], value)
    expect(classNames(heap)[object]).toBe('{[kState], size}')
  })

  it('never show keys that are data', () => {
    const heap = heapBuilder()
    const value = heap.node('string', 'v')
    const mail = plain(heap, ['alice@example.com', 'bob'], value)
    const many = plain(
      heap,
      Array.from({ length: 31 }, (_, at) => `user${at}`),
      value,
    )
    const long = plain(heap, ['k'.repeat(41)], value)
    const names = classNames(heap)
    expect([mail, many, long].map((node) => names[node])).toEqual(
      Array(3).fill('Object (dictionary)'),
    )
  })

  it('without any name are Object', () => {
    const heap = heapBuilder()
    const object = plain(heap, [], heap.root)
    expect(classNames(heap)[object]).toBe('Object')
  })
})

describe('functions', () => {
  it('of one name are told apart by where they were written', () => {
    const heap = heapBuilder()
    heap.node('closure', 'put', { location: { scriptId: 1, line: 4, column: 2 } })
    heap.node('closure', 'put', { location: { scriptId: 1, line: 4, column: 2 } })
    heap.node('closure', 'put', { location: { scriptId: 1, line: 5, column: 2 } })
    heap.node('closure', 'put', { location: { scriptId: 2, line: 4, column: 2 } })
    heap.node('closure', 'put')
    const rows = histogram(heap).filter((row) => row.name === 'closure put')
    const shown = rows.map(({ count, location }) => ({ count, location }))
    expect(shown).toHaveLength(4)
    expect(shown).toContainEqual({ count: 2, location: { scriptId: 1, line: 4, column: 2 } })
    expect(shown).toContainEqual({ count: 1, location: { scriptId: 2, line: 4, column: 2 } })
    expect(shown).toContainEqual({ count: 1, location: null })
  })

  it('instances of a class keep its name though they have its location', () => {
    const heap = heapBuilder()
    const session = heap.node('object', 'Session', {
      location: { scriptId: 1, line: 4, column: 2 },
    })
    const { classOf, classes } = classIndex(heap.graph())
    expect(classes[classOf[session] ?? -1]).toEqual({ name: 'Session', location: null })
  })

  it('that wait are named after their function', () => {
    const heap = heapBuilder()
    const location = { scriptId: 1, line: 4, column: 2 }
    const code = heap.node('closure', 'register', { location })
    const registers = heap.node('array', '')
    const nothing = heap.node('hidden', 'system / Oddball')
    const waiting = (name: string, prototype: number): number => {
      const node = heap.node('object', name, { location })
      heap.edge(node, 'internal', 'function', code)
      heap.edge(node, 'internal', 'parameters_and_registers', registers)
      heap.edge(node, 'property', '__proto__', prototype)
      return node
    }
    const asynchronous = waiting('Generator', nothing)
    const generator = waiting('register', heap.node('object', 'Generator'))
    const graph = heap.graph()
    expect(className(graph, asynchronous)).toBe('async function register')
    expect(className(graph, generator)).toBe('generator register')
    const { classOf, classes } = classIndex(graph)
    expect(classes[classOf[asynchronous] ?? -1]).toEqual({
      name: 'async function register',
      location,
    })
    expect(classes[classOf[generator] ?? -1]).toEqual({ name: 'generator register', location })
  })
})

describe('totals', () => {
  it('count instances, their bytes and a few of them', () => {
    const heap = heapBuilder()
    const nodes = Array.from({ length: 20 }, (_, at) => heap.node('object', 'Foo', { size: at }))
    for (const node of nodes) heap.edge(heap.root, 'element', node, node)
    const row = histogram(heap).find(({ name }) => name === 'Foo')
    expect(row).toMatchObject({ count: 20, shallowSize: 190, retainedSize: 190 })
    expect(row?.sample).toEqual(nodes.slice(0, 8))
  })

  it('retain what their top-most instances retain, once', () => {
    const heap = heapBuilder()
    // Two lists of Link → Link → Link; within one of them a Box with a Link of its own.
    const link = (from: number, size: number): number => {
      const node = heap.node('object', 'Link', { size })
      heap.edge(from, 'property', 'next', node)
      return node
    }
    const first = link(heap.root, 1)
    const box = heap.node('object', 'Box', { size: 1000 })
    heap.edge(link(first, 10), 'property', 'box', box)
    link(box, 100)
    link(link(heap.root, 10_000), 100_000)
    const rows = histogram(heap)
    expect(rows.find(({ name }) => name === 'Link')).toMatchObject({
      count: 5,
      shallowSize: 110_111,
      retainedSize: 111_111,
    })
    expect(rows.find(({ name }) => name === 'Box')).toMatchObject({ retainedSize: 1100 })
  })

  it('retain shallow sizes alone where instances are only weakly held', () => {
    const heap = heapBuilder()
    const weak = heap.node('object', 'Weak', { size: 5 })
    const below = heap.node('object', 'Weak', { size: 7 })
    heap.edge(heap.root, 'weak', 'w', weak)
    heap.edge(weak, 'property', 'p', below)
    expect(histogram(heap).find(({ name }) => name === 'Weak')).toMatchObject({ retainedSize: 12 })
  })

  it('add up to the heap, and begin with the largest', () => {
    for (let seed = 0; seed < 30; seed++) {
      const graph = randomGraph(seed, 200, 500)
      const rows = classHistogram(graph, dominatorTree(graph, strongEdges(graph)))
      const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0)
      expect(sum(rows.map((row) => row.count))).toBe(graph.nodeCount)
      expect(sum(rows.map((row) => row.shallowSize))).toBe(sum(graph.shallowSize))
      const retained = rows.map((row) => row.retainedSize)
      expect(retained).toEqual(retained.toSorted((a, b) => b - a))
    }
  })

  it('stop when they are cancelled', () => {
    const graph = randomGraph(1, 20, 40)
    const tree = dominatorTree(graph, strongEdges(graph))
    expect(() => classHistogram(graph, tree, { signal: { aborted: true } })).toThrow(
      expect.objectContaining({ code: 'CANCELLED' }),
    )
  })
})
