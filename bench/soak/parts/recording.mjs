// The recorder, its files and the rule on its floor, in fake time: a collection a second, a turn every five.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createHello } from '../../../dist/agent/hello.cjs'
import { createRecorder } from '../../../dist/agent/recording/recorder.cjs'
import { recordingFiles } from '../../../dist/agent/recording/recording-files.cjs'
import { createSampler, readFirstMemory } from '../../../dist/agent/sample.cjs'

const BATCH = 2000

/** @param {string} directory @returns {import('../program.mjs').Part} */
export function recordingPart(directory) {
  const real = createSampler(() => [])
  const identity = createHello({ settled: () => [], exhausted: () => [] }, readFirstMemory())
  let fakeMs = 0
  let collections = 0
  let looks = 0
  const reading = real.read('gc-natural', 1)
  const recorder = createRecorder({
    // A real reading takes most of the time: one in a hundred is, the others are it at another time.
    sampler: {
      ...real,
      atMs: () => fakeMs,
      read: (trigger, gcPauseMs) => ({
        ...(collections % 100 === 0 ? real.read(trigger, gcPauseMs) : reading),
        trigger,
        atMs: fakeMs,
      }),
    },
    identity,
    openWriter: () =>
      recordingFiles({
        place: { directory, switchPath: join(directory, 'disable') },
        header: () => ({
          type: 'recording',
          schema: 'tidemark.recording/1',
          startedAtMs: 0,
          host: 'soak',
          hello: identity.current(),
        }),
        cleans: true,
        onSwitchedOff: () => undefined,
      }),
    lookCloser: () => looks++,
  })
  return {
    name: 'recorder',
    run: () => {
      for (let step = 0; step < BATCH; step++) {
        fakeMs += 1000
        collections++
        recorder.collected(1)
        if (collections % 5 === 0) recorder.turn()
      }
      return BATCH
    },
    end: () => {
      recorder.end({ type: 'bye', exitCode: 0, uncaught: null })
      real.stop()
      const bytes = readdirSync(directory).map((name) => readFileSync(join(directory, name)).length)
      return {
        fakeHours: Math.round(fakeMs / 3_600_000),
        files: bytes.length,
        fileBytes: bytes.reduce((sum, one) => sum + one, 0),
        looks,
      }
    },
  }
}
