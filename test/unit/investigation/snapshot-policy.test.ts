import { describe, expect, it } from 'vitest'
import {
  isSuspicious,
  wantsOverdueSnapshot,
  wantsSnapshot,
} from '../../../src/investigation/snapshot-policy.ts'

function floors(values: number[]) {
  return values.map((value, index) => ({ atMs: 1000 * index, work: index, value: value * 1e6 }))
}

describe('suspicion', () => {
  it('is raised by a floor that rises by more than a trifle', () => {
    expect(isSuspicious(floors([10, 10.4, 10.9, 11.3, 11.8]))).toBe(true)
  })

  it('is not raised by a flat or a falling floor', () => {
    expect(isSuspicious(floors([10, 10.01, 9.99, 10, 10.01]))).toBe(false)
    expect(isSuspicious(floors([21, 13, 9, 5, 5]))).toBe(false)
  })

  it('waits for a few readings', () => {
    expect(isSuspicious(floors([10, 12, 14]))).toBe(false)
  })
})

describe('the wish for a snapshot', () => {
  const at = (nowMs: number, floorMb: number, taken: [number, number][] = []) => ({
    nowMs,
    levelBytes: floorMb * 1e6,
    taken: taken.map(([atMs, mb]) => ({ atMs, pauseMs: 0, levelBytes: mb * 1e6 })),
  })

  it('comes with suspicion, but not while the program starts up', () => {
    expect(wantsSnapshot(at(1000, 10), true)).toBe(false)
    expect(wantsSnapshot(at(5000, 10), true)).toBe(true)
    expect(wantsSnapshot(at(5000, 10), false)).toBe(false)
  })

  it('comes again only after time and further growth', () => {
    expect(wantsSnapshot(at(6000, 20, [[5000, 10]]), true)).toBe(false)
    expect(wantsSnapshot(at(12_000, 10.1, [[5000, 10]]), true)).toBe(false)
    expect(wantsSnapshot(at(12_000, 12, [[5000, 10]]), true)).toBe(true)
  })

  it('grows rarer, and ends', () => {
    expect(
      wantsSnapshot(
        at(16_000, 14, [
          [5000, 10],
          [12_000, 12],
        ]),
        true,
      ),
    ).toBe(false)
    const many = Array.from({ length: 7 }, (_, i): [number, number] => [5000 * 2 ** i, 10 + i])
    expect(wantsSnapshot(at(10_000_000, 99, many), true)).toBe(false)
  })
})

describe('the wish for a snapshot of overdue objects', () => {
  const at = (nowMs: number, overdueObjects: number, taken: [number, number][] = []) => ({
    nowMs,
    overdueObjects,
    taken: taken.map(([atMs, overdue]) => ({ atMs, pauseMs: 0, overdueObjects: overdue })),
  })

  it('comes with the first of them, but not while the program starts up', () => {
    expect(wantsOverdueSnapshot(at(60_000, 0))).toBe(false)
    expect(wantsOverdueSnapshot(at(1000, 3))).toBe(false)
    expect(wantsOverdueSnapshot(at(5000, 3))).toBe(true)
  })

  it('comes again for those that no snapshot has shown, and only while they become more', () => {
    expect(wantsOverdueSnapshot(at(12_000, 3, [[5000, 0]]))).toBe(true)
    expect(wantsOverdueSnapshot(at(12_000, 3, [[5000, 3]]))).toBe(false)
    expect(wantsOverdueSnapshot(at(12_000, 4, [[5000, 3]]))).toBe(true)
    expect(wantsOverdueSnapshot(at(6000, 4, [[5000, 3]]))).toBe(false)
  })

  it('ends after three of them', () => {
    const taken: [number, number][] = [
      [5000, 1],
      [10_000, 2],
      [20_000, 3],
    ]
    expect(wantsOverdueSnapshot(at(90_000, 9, taken))).toBe(false)
  })
})
