import { describe, expect, it } from 'vitest'
import { LeakRule } from '../../../src/library/leak-rule.ts'
import type { ToldLeak } from '../../../src/library/leak-rule.ts'
import { trend } from '../../../src/series/index.ts'
import { seededRandom } from '../../support/heap-builder.ts'

const MB = 1e6

/** What is told of a floor that is read every ten seconds. */
function toldOf(floorMb: (minutes: number) => number, minutes: number): ToldLeak[] {
  const rule = new LeakRule('post-GC floor', trend)
  const random = seededRandom(7)
  const told: ToldLeak[] = []
  for (let atMs = 0; atMs < minutes * 60_000; atMs += 20_000) {
    rule.add(atMs, (floorMb(atMs / 60_000) + 0.4 * random()) * MB)
    const leak = rule.leak(atMs, () => 0)
    if (leak !== null) told.push(leak)
  }
  return told
}

describe('a leak event', () => {
  it('comes for a floor that grows steadily, with its rate', () => {
    const [first] = toldOf((minutes) => 20 + minutes, 30)
    expect(first).toMatchObject({ series: 'post-GC floor' })
    expect(first?.growth).toBeGreaterThan(1 * MB)
    expect(first?.bytesPerHour).toBeGreaterThan(45 * MB)
    expect(first?.bytesPerHour).toBeLessThan(75 * MB)
    expect(first?.reason).toContain('post-GC floor')
  })

  it('comes again only when the growth has doubled', () => {
    const told = toldOf((minutes) => 20 + minutes, 60)
    expect(told.length).toBeGreaterThan(1)
    expect(told.length).toBeLessThan(8)
    const doubled = told.slice(1).map((one, at) => one.growth >= 2 * (told[at]?.growth ?? 0))
    expect(doubled.every(Boolean)).toBe(true)
  })

  it.each([
    ['is flat', () => 40],
    ['swings with the load', (minutes: number) => 40 + 8 * Math.sin(minutes / 3)],
    ['warms up and stays', (minutes: number) => 20 + 15 * (1 - Math.exp(-minutes / 2))],
    ['warms up slowly', (minutes: number) => 20 + 40 * (1 - Math.exp(-minutes / 8))],
    ['fills a cache to its limit', (minutes: number) => 20 + Math.min(20, 4 * minutes)],
    ['steps up', (minutes: number) => (minutes < 20 ? 20 : 30)],
    ['falls', (minutes: number) => 60 - minutes / 2],
  ])('does not come for a floor that %s', (_name, floor) => {
    expect(toldOf(floor, 60)).toEqual([])
  })

  it('does not come in the first ten minutes, whatever grows', () => {
    expect(toldOf((minutes) => 20 + 10 * minutes, 9.9)).toEqual([])
  })

  it('is judged so rarely that judging takes half a percent of the time', () => {
    let judged = 0
    let clockMs = 0
    const rule = new LeakRule('post-GC floor', (points, options) => {
      judged += 1
      clockMs += 100
      return trend(points, options)
    })
    for (let atMs = 0; atMs < 3_600_000; atMs += 1000) {
      rule.add(atMs, 20 * MB)
      rule.leak(atMs, () => clockMs)
    }
    expect(judged).toBeGreaterThan(10)
    expect(judged * 100).toBeLessThanOrEqual(0.005 * 3_600_000)
  })

  it('keeps a bounded number of points of the last day, the lowest of each run', () => {
    const rule = new LeakRule('external memory', trend)
    for (let i = 0; i < 100_000; i++) rule.add(1000 * i, i % 64 === 0 ? 10 * MB : 90 * MB)
    expect(rule.points.length).toBeLessThanOrEqual(256)
    expect(rule.points.length).toBeGreaterThan(64)
    expect((rule.points[0]?.atMs ?? 0) >= 1000 * 99_999 - 24 * 3_600_000 - 1e6).toBe(true)
    expect(rule.points.every((point) => point.value === 10 * MB)).toBe(true)
  })
})
