// What is recorded, and when: a reading after a mark-compact, one every ten seconds, the lowest floor of every five minutes for
// days, and a closer look where the floor rises. It has no clock and no timer of its own: the sampler tells the time, and
// whoever drives it says when a turn has come.

import type { Bye, Hello, RecordingLine, Sample } from '../../protocol/index.ts'
import type { Identity } from '../hello.cts'
import type { Sampler } from '../sample.cts'
import { createFloorWatch } from './floor-watch.cts'
import type { Rise } from './floor-watch.cts'
import type { RecordingWriter } from './recording-writer.cts'

/** Between two readings that no collection asked for, ms. */
const SAMPLE_MS = 10_000
/** Collections that follow one another faster than this are read once. */
const SHORTEST_GAP_MS = 1000
/** With more of its limit in use after a collection, the heap may be at its end at any moment. */
const NEAR_LIMIT_SHARE = 0.7
/** Near the limit collections follow one another faster, and each may be the last. */
const GAP_NEAR_LIMIT_MS = 100
/** Of each span of this length one reading is kept for days, ms. */
const LASTING_MS = 300_000

export interface RecorderParts {
  readonly sampler: Sampler
  readonly identity: Identity
  /** Called once, with the first turn or near the heap's limit: a program that ends before leaves no file. */
  readonly openWriter: () => RecordingWriter
  /** A closer look at what is allocated, started where the floor rises, at most now and then. */
  readonly lookCloser: (rise: Rise, at: Sample) => void
}

export interface Recorder {
  /** A natural mark-compact has just ended. */
  readonly collected: (pauseMs: number) => void
  /** Every few seconds: reads what is due and lets the writer write. */
  readonly turn: () => void
  readonly write: (line: RecordingLine, lasting: boolean) => void
  /** The isolate ends: what waits is written before this returns, if anything was written before. */
  readonly end: (bye: Bye | null) => void
}

export function createRecorder(parts: RecorderParts): Recorder {
  const { sampler, identity } = parts
  const floors = createFloorWatch()
  let writer: RecordingWriter | null = null
  let waiting: { line: RecordingLine; lasting: boolean }[] = []
  let lastAtMs = -Infinity
  let gapMs = SHORTEST_GAP_MS
  let lasting: { until: number; lowest: Sample } | null = null

  const write = (line: RecordingLine, isLasting: boolean): void => {
    if (writer === null) waiting.push({ line, lasting: isLasting })
    else writer.write(line, isLasting)
  }
  const opened = (): RecordingWriter => {
    if (writer !== null) return writer
    writer = parts.openWriter()
    for (const { line, lasting: isLasting } of waiting) writer.write(line, isLasting)
    waiting = []
    return writer
  }
  const record = (sample: Sample): void => {
    lastAtMs = sample.atMs
    write({ type: 'sample', sample: compact(sample) }, false)
    if (lasting !== null && sample.atMs >= lasting.until) {
      write({ type: 'sample', sample: compact(lasting.lowest) }, true)
      lasting = null
    }
    if (lasting === null) lasting = { until: sample.atMs + LASTING_MS, lowest: sample }
    else if (isLower(sample, lasting.lowest)) lasting.lowest = sample
  }
  return {
    write,
    collected: (pauseMs) => {
      if (sampler.atMs() - lastAtMs < gapMs) return
      const sample = sampler.read('gc-natural', pauseMs)
      record(sample)
      const rise = floors.add(sample.atMs, levelBytes(sample))
      if (rise !== null) parts.lookCloser(rise, sample)
      const isNear = isNearLimit(sample)
      gapMs = isNear ? GAP_NEAR_LIMIT_MS : SHORTEST_GAP_MS
      if (isNear) opened().flushNow()
    },
    turn: () => {
      if (sampler.atMs() - lastAtMs >= SAMPLE_MS * 0.9) record(sampler.read('interval', 0))
      if (writer !== null && identity.hasChanged()) {
        write(withoutArguments(identity.current()), false)
      }
      opened().flush()
    },
    end: (bye) => {
      if (writer === null) return
      if (lasting !== null) write({ type: 'sample', sample: compact(lasting.lowest) }, true)
      // Each ring may have no file yet, which it does not begin for this.
      if (bye !== null) for (const isLasting of [false, true]) write(bye, isLasting)
      writer.close()
    },
  }
}

/** The same reading without empty heap spaces and digits that tell nothing: less than half the bytes. */
function compact(sample: Sample): Sample {
  const { spaces, operations } = sample
  return {
    ...sample,
    atMs: rounded(sample.atMs),
    gcPauseMs: rounded(sample.gcPauseMs),
    spaces: spaces.filter((space) => space.usedBytes > 0),
    operations: { ...operations, second: rounded(operations.second ?? 0) },
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** Arguments may hold what is secret: the runtime and the entry file are all that stays. */
export function withoutArguments(hello: Hello): Hello {
  return { ...hello, argv: hello.argv.slice(0, 2) }
}

function isNearLimit({ oldGenerationBytes, heapLimitBytes }: Sample): boolean {
  return oldGenerationBytes >= NEAR_LIMIT_SHARE * heapLimitBytes
}

/** Floor with the memory outside the heap that the heap's objects hold. */
function levelBytes(sample: Sample): number {
  return sample.oldGenerationBytes + Math.max(sample.externalBytes, sample.arrayBufferBytes)
}

/** A floor before any other reading, then the lower one. */
function isLower(sample: Sample, than: Sample): boolean {
  const isFloor = sample.trigger !== 'interval'
  if (isFloor !== (than.trigger !== 'interval')) return isFloor
  return levelBytes(sample) <= levelBytes(than)
}
