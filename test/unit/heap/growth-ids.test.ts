import { describe, expect, it } from 'vitest'
import type { HeapGraph } from '../../../src/heap/graph/heap-graph.ts'
import { births, objectIds } from '../../../src/heap/growth/object-ids.ts'
import { identitySample, isSameProcess } from '../../../src/heap/growth/same-process.ts'
import type { IdentitySample } from '../../../src/heap/growth/same-process.ts'
import { heapBuilder, seededRandom } from '../../support/heap-builder.ts'

function heapOf(ids: readonly number[], name: (id: number) => string = () => 'Thing'): HeapGraph {
  const heap = heapBuilder()
  for (const id of ids)
    heap.edge(heap.root, 'property', 'it', heap.node('object', name(id), { id }))
  return heap.graph()
}

describe('births', () => {
  it('are the snapshot from which on every one has the id, as a look at all of them says', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seededRandom(seed)
      const some = (): number[] => [
        ...new Set(Array.from({ length: random() * 60 }, () => 3 + 2 * Math.floor(random() * 80))),
      ]
      const earlier = Array.from({ length: 1 + Math.floor(random() * 4) }, () => heapOf(some()))
      const last = heapOf(some())
      const born = births(last, earlier.map(objectIds))
      const expected = Array.from(last.nodeId, (id) => {
        let first = earlier.length
        while (first > 0 && earlier[first - 1]?.nodeId.includes(id) === true) first--
        return first
      })
      expect([...born]).toEqual(expected)
    }
  })

  it('sort ids as numbers', () => {
    expect([...objectIds(heapOf([101, 9, 929_102_976, 2_000_000_001])).ids]).toEqual([
      1, 9, 101, 929_102_976, 2_000_000_001,
    ])
  })
})

describe('a number that V8 used again', () => {
  it('does not make another class of object an old one', () => {
    const before = objectIds(heapOf([5, 7], () => 'Session'))
    const after = heapOf([5, 7], (id) => (id === 7 ? 'Order' : 'Session'))
    expect([...births(after, [before])].slice(-2)).toEqual([0, 1])
  })

  it('does not make a function with another scope an old one', () => {
    const made = (contextId: number): HeapGraph => {
      const heap = heapBuilder()
      const closure = heap.node('closure', 'job', { id: 5, size: 64 })
      heap.edge(heap.root, 'property', 'job', closure)
      heap.edge(closure, 'internal', 'context', heap.node('object', 'Scope', { id: contextId }))
      return heap.graph()
    }
    expect([...births(made(9), [objectIds(made(7))])][1]).toBe(1)
    expect([...births(made(7), [objectIds(made(7))])][1]).toBe(0)
  })
})

describe('the test for one process', () => {
  const classes = ['Map', 'Session', 'Socket', 'Object']
  const ids = Array.from({ length: 500 }, (_, i) => 3 + 2 * i)
  const sample = (...heap: Parameters<typeof heapOf>): IdentitySample =>
    identitySample(objectIds(heapOf(...heap)))

  it('accepts a later snapshot in which most objects have been replaced', () => {
    const name = (id: number): string => classes[id % 4] ?? ''
    const later = [...ids.filter((id) => id % 10 === 3), ...ids.map((id) => id + 5000)]
    expect(isSameProcess(sample(ids, name), heapOf(later, name))).toBe(true)
  })

  it('refuses a process whose equal ids stand for other things', () => {
    const one = sample(ids, (id) => classes[id % 4] ?? '')
    const shifted = heapOf(ids, (id) => classes[(id >>> 3) % 4] ?? '')
    expect(isSameProcess(one, shifted)).toBe(false)
  })

  it('refuses snapshots that share no ids', () => {
    const other = heapOf(ids.map((id) => id + 100_000))
    expect(isSameProcess(sample(ids), other)).toBe(false)
  })

  it('refuses a heap of nearly one kind whose few others have moved by a number', () => {
    const name = (id: number): string => (id % 20 === 3 ? `Kind${id}` : 'Session')
    const moved = heapOf([...ids, 1003], (id) => name(id - 2))
    expect(isSameProcess(sample(ids, name), moved)).toBe(false)
    expect(isSameProcess(sample(ids, name), heapOf([...ids, 1003], name))).toBe(true)
  })
})
