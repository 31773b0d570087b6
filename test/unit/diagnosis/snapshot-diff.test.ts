import { describe, expect, it } from 'vitest'
import { diffBase, snapshotDiff } from '../../../src/diagnosis/index.ts'
import type { SnapshotDiff } from '../../../src/diagnosis/index.ts'
import { DIFF_SCHEMA } from '../../../src/protocol/index.ts'
import type { DiffReport } from '../../../src/protocol/index.ts'
import { diffText } from '../../../src/report/index.ts'
import { heapBuilder } from '../../support/heap-builder.ts'
import type { HeapBuilder } from '../../support/heap-builder.ts'

type Add = (holder: number, edge: string | number, className: string, size?: number) => number

/** Two snapshots drawn with 0 and 1; of one process where they share ids. */
function compared(
  sharesIds: boolean,
  draw: (add: Add, root: number, at: number) => void,
): SnapshotDiff {
  const [first, last] = [0, 1].map((at) => {
    const heap: HeapBuilder = heapBuilder()
    const ids = new Map<string, number>()
    const add: Add = (holder, edge, className, size = 100) => {
      // An object is the same where it hangs from the same holder by the same name.
      const key = `${holder}/${edge}`
      ids.set(key, hash(`${key}/${sharesIds ? 0 : at}`))
      const node = heap.node('object', className, { size, id: ids.get(key) ?? 0 })
      heap.edge(holder, typeof edge === 'number' ? 'element' : 'property', edge, node)
      return node
    }
    draw(add, heap.root, at)
    return heap.graph()
  })
  if (first === undefined || last === undefined) throw new Error('two snapshots are drawn')
  return snapshotDiff(diffBase(first), last)
}

/** Odd, as V8's ids are. */
function hash(text: string): number {
  let value = 2166136261
  for (const letter of text) value = Math.imul(value ^ letter.charCodeAt(0), 16777619)
  return ((value >>> 0) & 0x3fffffff) | 1
}

/** A program whose store collects orders while its pool of settings stays. */
function growing(add: Add, root: number, at: number): void {
  const app = add(root, 'app', 'App')
  const pool = add(app, 'pool', 'Pool')
  for (let i = 0; i < 50; i++) add(pool, i, 'Setting')
  const store = add(app, 'store', 'Store')
  const orders = add(store, 'orders', 'Orders')
  for (let i = 0; i < 100 + 400 * at; i++) add(orders, i, 'Order')
}

describe.each([true, false])('the diff of two snapshots that share ids: %s', (sharesIds) => {
  it('names the path that objects were added to, with their class', () => {
    const { sameProcess, paths, totalBytes } = compared(sharesIds, growing)
    expect(sameProcess).toBe(sharesIds)
    expect(totalBytes[1] - totalBytes[0]).toBe(40_000)
    expect(paths).toHaveLength(1)
    expect(paths[0]?.path.slice(-2)).toEqual(['store Store', 'orders Orders'])
    expect(paths[0]).toMatchObject({ className: 'Orders', holders: 1, objects: [100, 500] })
    expect((paths[0]?.bytes[1] ?? 0) - (paths[0]?.bytes[0] ?? 0)).toBe(40_000)
    expect(paths[0]?.composition[0]).toMatchObject({ className: 'Order', objects: 400 })
  })

  it('names the lowest dominator that grew, not those above it', () => {
    const { dominators } = compared(sharesIds, growing)
    expect(dominators).toEqual([
      {
        path: ['app App', 'store Store', 'orders Orders'],
        className: 'Orders',
        objects: 1,
        retainedBytes: [10_100, 50_100],
      },
    ])
  })

  it('names a dominator that several others let grow, and those where they are large', () => {
    const { dominators } = compared(sharesIds, (add, root, at) => {
      const app = add(root, 'app', 'App')
      for (const name of ['one', 'two']) {
        const part = add(app, name, `Part${name}`)
        for (let i = 0; i < 100 + 100 * at; i++) add(part, i, `Entry${name}`)
      }
    })
    expect(dominators.map((row) => row.className).toSorted()).toEqual(['App', 'Partone', 'Parttwo'])
    expect(dominators[0]?.className).toBe('App')
  })

  it('lists the classes that grew by their shallow size', () => {
    const { classes } = compared(sharesIds, growing)
    expect(classes).toHaveLength(1)
    expect(classes[0]).toMatchObject({
      className: 'Order',
      objects: [100, 500],
      shallowBytes: [10_000, 50_000],
    })
  })

  it('finds nothing where nothing grew, nor where things went', () => {
    for (const step of [0, -50]) {
      const diff = compared(sharesIds, (add, root, at) => {
        const store = add(root, 'store', 'Store')
        for (let i = 0; i < 100 + step * at; i++) add(store, i, 'Order')
      })
      expect([diff.paths, diff.dominators, diff.classes]).toEqual([[], [], []])
    }
  })
})

describe('the text of a diff', () => {
  const report: DiffReport = {
    schema: DIFF_SCHEMA,
    version: '0',
    createdAt: '',
    files: ['a'.repeat(90), 'b\u001b[2J'],
    notes: ['A note.'],
    ...compared(true, (add, root, at) => {
      growing(add, root, at)
      const evil = add(root, `\u001b[31m${'long '.repeat(40)}`, '\u202eEvil')
      for (let i = 0; i < 500 * at; i++) add(evil, i, 'Order')
    }),
    classes: [],
  }

  it('is never wider than the screen, and no name steers the terminal', () => {
    for (const width of [40, 80, 120]) {
      const text = diffText(report, { width, color: false })
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
      expect(text).not.toContain('\u001b')
      expect(text).not.toContain('\u202e')
    }
  })

  it('says of each section whether anything grew', () => {
    const text = diffText(report, { width: 100, color: false })
    expect(text).toMatch(/Classes that grew \(shallow size\)\n +none/)
    expect(text).toContain('orders Orders')
  })
})
