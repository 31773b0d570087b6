import { describe, expect, it } from 'vitest'
import { withoutSnapshotSteps } from '../../../src/investigation/snapshot-steps.ts'
import { trend } from '../../../src/series/index.ts'
import type { SeriesPoint } from '../../../src/series/index.ts'

const STEP_BYTES = 400_000
const SNAPSHOT = { atMs: 10_000, pauseMs: 1000 }

/** A reading every half second, with a rise a second and a step at the snapshot, when the program stands still. */
function floor(riseBytes: number, stepBytes: number): SeriesPoint[] {
  return Array.from({ length: 60 }, (_, at) => {
    const atMs = 500 * at
    const isAfter = atMs > SNAPSHOT.atMs
    const ranMs = isAfter ? Math.max(SNAPSHOT.atMs, atMs - SNAPSHOT.pauseMs) : atMs
    const noise = 3000 * ((at * 7) % 5)
    const value = 20e6 + (riseBytes * ranMs) / 1000 + noise + (isAfter ? stepBytes : 0)
    return { atMs, work: atMs / 1000, value }
  })
}

function rise(points: readonly SeriesPoint[]): number {
  return (points.at(-1)?.value ?? 0) - (points[0]?.value ?? 0)
}

describe('the floor without what snapshots leave behind', () => {
  it('is flat where only the snapshot made it step up', () => {
    const stepped = floor(0, STEP_BYTES)
    expect(rise(stepped)).toBeGreaterThan(0.9 * STEP_BYTES)
    expect(rise(withoutSnapshotSteps(stepped, [SNAPSHOT]))).toBeLessThan(0.1 * STEP_BYTES)
  })

  it('keeps the growth that went on meanwhile', () => {
    const joined = withoutSnapshotSteps(floor(100_000, STEP_BYTES), [SNAPSHOT])
    expect(trend(joined).slopePerHour.value / 3600).toBeGreaterThan(90_000)
    expect(trend(joined).slopePerHour.value / 3600).toBeLessThan(105_000)
  })

  it('shows a slow leak as growth beside steps that are larger than it', () => {
    const joined = withoutSnapshotSteps(floor(25_000, 2 * STEP_BYTES), [SNAPSHOT])
    expect(trend(joined, { minimumBytes: 300_000 }).shape).toBe('growing')
  })

  it('never has more growth than the readings, and leaves them alone where no snapshot was taken', () => {
    const falling = floor(-50_000, -STEP_BYTES)
    expect(withoutSnapshotSteps(falling, [SNAPSHOT])).toEqual(falling)
    const plain = floor(100_000, 0)
    expect(withoutSnapshotSteps(plain, [])).toEqual(plain)
    expect(rise(withoutSnapshotSteps(plain, [SNAPSHOT]))).toBeLessThanOrEqual(rise(plain))
  })
})
