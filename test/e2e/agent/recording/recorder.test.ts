import { describe, expect, test } from 'vitest'
import { createRecorder } from '../../../../dist/agent/recording/recorder.cjs'
import type { RecordingLine, Sample } from '../../../../src/protocol/index.ts'
import { recordedHello, recordedSample } from '../../../support/recording-lines.ts'

interface Written {
  readonly line: RecordingLine
  readonly lasting: boolean
}

/** A recorder whose clock, memory and disk are this test's. */
function rig(): {
  readonly recorder: ReturnType<typeof createRecorder>
  readonly written: Written[]
  readonly events: string[]
  readonly at: (ms: number, floorBytes?: number) => void
  readonly workers: number[]
  readonly looks: number[]
} {
  let nowMs = 0
  let floorBytes = 10_000_000
  const written: Written[] = []
  const events: string[] = []
  const looks: number[] = []
  const workers: number[] = []
  let said = ''
  const hello = () => recordedHello({ argv: ['node', 'app.js', '--password', 'hunter2'], workers })
  const recorder = createRecorder({
    sampler: {
      atMs: () => nowMs,
      operations: () => ({}),
      stop: () => undefined,
      turn: () => undefined,
      excuse: () => undefined,
      read: (trigger, gcPauseMs): Sample =>
        recordedSample({
          atMs: nowMs,
          trigger,
          gcPauseMs,
          oldGenerationBytes: floorBytes,
          heapUsedBytes: floorBytes,
        }),
    },
    identity: {
      current: () => {
        said = String(workers)
        return { ...hello(), workers: [...workers] }
      },
      hasChanged: () => said !== String(workers),
    },
    openWriter: () => {
      events.push('open')
      return {
        write: (line, lasting) => written.push({ line, lasting }),
        flush: () => events.push('flush'),
        flushNow: () => events.push('flush now'),
        close: () => events.push('close'),
      }
    },
    lookCloser: (_rise, sample) => looks.push(sample.atMs),
  })
  const at = (ms: number, bytes = floorBytes): void => {
    nowMs = ms
    floorBytes = bytes
  }
  return { recorder, written, events, at, workers, looks }
}

function samplesOf(written: readonly Written[], lasting: boolean): Sample[] {
  return written.flatMap((one) =>
    one.line.type === 'sample' && one.lasting === lasting ? [one.line.sample] : [],
  )
}

describe('a recorder', () => {
  test('opens no file before its first turn, and loses nothing that came before', () => {
    const { recorder, written, events, at } = rig()
    at(100)
    recorder.collected(3)
    expect(events).toEqual([])
    at(5000)
    recorder.turn()
    expect(events).toEqual(['open', 'flush'])
    expect(samplesOf(written, false).map((one) => one.trigger)).toEqual(['gc-natural'])
  })

  test('leaves no file of a program that ends before its first turn', () => {
    const { recorder, events, at } = rig()
    at(100)
    recorder.collected(3)
    recorder.end({ type: 'bye', exitCode: 0, uncaught: null })
    expect(events).toEqual([])
  })

  test('reads once where collections follow one another within a second', () => {
    const { recorder, written, at } = rig()
    at(5000)
    recorder.turn()
    for (let ms = 6000; ms < 9000; ms += 100) {
      at(ms)
      recorder.collected(1)
    }
    const floors = samplesOf(written, false).filter((one) => one.trigger === 'gc-natural')
    expect(floors.map((one) => one.atMs)).toEqual([6000, 7000, 8000])
  })

  test('reads an idle program every ten seconds', () => {
    const { recorder, written, at } = rig()
    for (let ms = 5000; ms <= 60_000; ms += 5000) {
      at(ms)
      recorder.turn()
    }
    expect(samplesOf(written, false).map((one) => one.atMs)).toEqual([
      5000, 15_000, 25_000, 35_000, 45_000, 55_000,
    ])
  })

  test('keeps the lowest floor of every five minutes for days', () => {
    const { recorder, written, at } = rig()
    for (let minute = 0; minute < 60; minute++) {
      at(minute * 60_000, 10_000_000 + (minute % 5) * 1000 + minute)
      recorder.collected(1)
      recorder.turn()
    }
    const kept = samplesOf(written, true)
    expect(kept.length).toBe(11)
    expect(kept.map((one) => one.oldGenerationBytes)).toEqual(
      kept.map((_one, index) => 10_000_000 + index * 5),
    )
  })

  test('asks for a closer look where the floor rises, and not where it stands', () => {
    for (const risePerMinute of [0, 1_000_000]) {
      const { recorder, at, looks } = rig()
      for (let second = 0; second < 1200; second += 10) {
        at(second * 1000, 10_000_000 + (second / 60) * risePerMinute)
        recorder.collected(1)
      }
      expect(looks.length > 0).toBe(risePerMinute > 0)
    }
  })

  test('writes at once what it reads near the limit of the heap, were it before the first turn', () => {
    const { recorder, written, events, at } = rig()
    at(1000, 3_000_000_000)
    recorder.collected(1)
    expect(events).toEqual([])
    at(3000, 3_500_000_000)
    recorder.collected(1)
    expect(events).toEqual(['open', 'flush now'])
    expect(samplesOf(written, false).length).toBe(2)
  })

  test('never writes the arguments of the command line', () => {
    const { recorder, written, at, workers } = rig()
    at(5000)
    recorder.turn()
    workers.push(1)
    at(10_000)
    recorder.turn()
    const hellos = written.filter(({ line }) => line.type === 'hello')
    expect(hellos.length).toBe(1)
    expect(JSON.stringify(written)).toContain('app.js')
    expect(JSON.stringify(written)).not.toContain('hunter2')
  })

  test('ends both rings with its last words', () => {
    const { recorder, written, events, at } = rig()
    at(5000)
    recorder.turn()
    recorder.end({ type: 'bye', exitCode: 3, uncaught: null })
    expect(written.slice(-2).map(({ line, lasting }) => [line.type, lasting])).toEqual([
      ['bye', false],
      ['bye', true],
    ])
    expect(events.at(-1)).toBe('close')
  })
})
