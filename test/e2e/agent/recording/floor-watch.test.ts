import { expect, test } from 'vitest'
import { createFloorWatch } from '../../../../dist/agent/recording/floor-watch.cjs'
import type { Rise } from '../../../../dist/agent/recording/floor-watch.cjs'

const MINUTE_MS = 60_000
const MB = 1e6

/** The first rise of a floor that is read every ten seconds, and when, ms. */
function firstRise(floor: (atMs: number) => number, untilMs: number): [number, Rise] | null {
  const watch = createFloorWatch()
  for (let atMs = 0; atMs <= untilMs; atMs += 10_000) {
    const rise = watch.add(atMs, floor(atMs))
    if (rise !== null) return [atMs, rise]
  }
  return null
}

/** Noise without a random source, the same in each run: up to 1 either way. */
function noise(atMs: number): number {
  return Math.sin(atMs * 12.9898) * Math.cos(atMs * 0.731)
}

test('a floor that rises by 1 MB a minute is noticed within ten minutes, with its amount', () => {
  const found = firstRise((atMs) => 50 * MB + (atMs / MINUTE_MS) * MB + noise(atMs) * MB, 3_600_000)
  const [atMs, rise] = found ?? [Infinity, { fromBytes: 0, toBytes: 0, overMs: 0 }]
  expect(atMs).toBeLessThan(10 * MINUTE_MS)
  expect(rise.toBytes - rise.fromBytes).toBeGreaterThan(2 * MB)
  expect(rise.overMs).toBeGreaterThanOrEqual(6 * MINUTE_MS)
})

test('a leak of 0.5 MB an hour in a noisy heap of 50 MB is noticed within two days', () => {
  const hour = 60 * MINUTE_MS
  const found = firstRise(
    (atMs) => 50 * MB + (atMs / hour) * 0.5 * MB + noise(atMs) * MB,
    48 * hour,
  )
  expect(found).not.toBeNull()
})

test.each([
  ['flat', () => 50 * MB],
  ['noisy', (atMs: number) => 50 * MB + 10 * noise(atMs) * MB],
  ['a step', (atMs: number) => (atMs < 5 * MINUTE_MS ? 50 : 90) * MB],
  ['a warm-up of two minutes', (atMs: number) => (50 + 40 * Math.min(1, atMs / 120_000)) * MB],
  ['falling', (atMs: number) => (90 - atMs / 3_600_000) * MB],
  ['a saw', (atMs: number) => (50 + ((atMs / MINUTE_MS) % 3) * 10) * MB],
  ['rising by less than matters', (atMs: number) => 50 * MB + (atMs / 36_000_000) * MB],
])('a floor that is %s is not noticed in ten hours', (_name, floor) => {
  expect(firstRise(floor, 36_000_000)).toBeNull()
})

test('what it remembers of a year is no more than of an hour', () => {
  const watch = createFloorWatch()
  let rises = 0
  for (let atMs = 0; atMs < 365 * 86_400_000; atMs += 600_000) {
    if (watch.add(atMs, 50 * MB + atMs / 100) !== null) rises++
  }
  expect(rises).toBeGreaterThan(0)
})
