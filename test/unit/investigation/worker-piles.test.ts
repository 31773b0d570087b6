import { describe, expect, it } from 'vitest'
import { workerPiles } from '../../../src/investigation/worker-piles.ts'
import type { WorkerLife } from '../../../src/investigation/worker-piles.ts'

const END = 40_000
const CORES = 2

/** A thread every `everyMs` until `untilMs`; each lives for `livesMs`, at most to the end. */
function threads(everyMs: number, untilMs: number, livesMs: number = Infinity): WorkerLife[] {
  const lives: WorkerLife[] = []
  for (let startedAtMs = 0; startedAtMs < untilMs; startedAtMs += everyMs) {
    const heardAtMs = Math.min(END, startedAtMs + livesMs)
    lives.push({ entry: '/app/converter.js', startedAtMs, heardAtMs })
  }
  return lives
}

describe('workerPiles', () => {
  it('finds threads that are started all the time and never ended', () => {
    expect(workerPiles(threads(800, END), CORES)).toEqual([
      { entry: '/app/converter.js', started: 50, alive: 50, overMs: END },
    ])
  })

  it('finds them where some are ended in time', () => {
    const kept = threads(800, END).map((life, at) =>
      at % 3 === 0 ? { ...life, heardAtMs: Math.min(END, life.startedAtMs + 500) } : life,
    )
    expect(workerPiles(kept, CORES)[0]?.alive).toBeLessThan(50)
    expect(workerPiles(kept, CORES)).toHaveLength(1)
  })

  it('accuses no threads that are replaced in turn, however many', () => {
    expect(workerPiles(threads(200, END, 1000), CORES)).toEqual([])
  })

  it('accuses no pool that has been filled', () => {
    expect(workerPiles(threads(600, END / 2), CORES)).toEqual([])
  })

  it('accuses no pool of a few threads a core, even while it grows', () => {
    expect(workerPiles(threads(2800, END), CORES)).toEqual([])
    expect(workerPiles(threads(800, END), 16)).toEqual([])
  })

  it('keeps threads of different files apart', () => {
    const others = threads(800, END).map((life, at) => ({ ...life, entry: `/app/${at % 5}.js` }))
    expect(workerPiles(others, CORES)).toEqual([])
  })

  it('says nothing about a process without threads', () => {
    expect(workerPiles([], CORES)).toEqual([])
  })
})
