// The program that is watched: every part of the agent in a loop, each for its share of the time. At its end it writes what
// it has done into the file that it is given.
//
//     node bench/soak/program.mjs SECONDS FILE

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { commandingPart } from './parts/commanding.mjs'
import { connectingPart } from './parts/connecting.mjs'
import { recordingPart } from './parts/recording.mjs'
import { samplingPart } from './parts/sampling.mjs'

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {() => number | Promise<number>} run one batch; how many operations it was
 * @property {() => Record<string, number>} end lets go of everything; what else there is to tell
 */

/** A batch of the slowest part takes so long; the others get the same time. */
const SHARE_MS = 60
/** Between the rounds, so that collections find the loop at rest, as they do in a service. */
const REST_MS = 20

const seconds = Number(process.argv[2] ?? 60)
const directory = mkdtempSync(join(tmpdir(), 'soak-'))
mkdirSync(join(directory, 'recordings'))
/** @type {readonly Part[]} */
const parts = [
  recordingPart(join(directory, 'recordings')),
  samplingPart(),
  await connectingPart(directory),
  commandingPart(),
]
const operations = parts.map(() => 0)
const endsAt = performance.now() + seconds * 1000
while (performance.now() < endsAt) {
  for (const [index, part] of parts.entries()) {
    const until = performance.now() + SHARE_MS
    while (performance.now() < until) {
      operations[index] = (operations[index] ?? 0) + (await part.run())
      await turn()
    }
  }
  await pause(REST_MS)
}
const done = parts.map((part, index) => ({
  part: part.name,
  operations: operations[index],
  ...part.end(),
}))
rmSync(directory, { recursive: true, force: true })
const file = process.argv[3]
if (file !== undefined) writeFileSync(file, JSON.stringify(done))
