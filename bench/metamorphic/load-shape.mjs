// Preload: the short waits by which a program paces itself become short and long in turns, so that its load comes
// in waves and not evenly.

import timers from 'node:timers/promises'
import { syncBuiltinESMExports } from 'node:module'

const WAVE_MS = 3000
const LONGEST_MS = 200
const BUSY = 0.3
const IDLE = 2

/** @param {number | undefined} ms */
function paced(ms) {
  if (ms === undefined || ms > LONGEST_MS) return ms
  return ms * (Math.floor(performance.now() / WAVE_MS) % 2 === 0 ? BUSY : IDLE)
}

const waitPromise = timers.setTimeout
const waitCallback = globalThis.setTimeout

timers.setTimeout = (ms, ...rest) => waitPromise(paced(ms), ...rest)
/** @param {Parameters<typeof setTimeout>} args */
const waitInWaves = (...[callback, ms, ...rest]) => waitCallback(callback, paced(ms), ...rest)
globalThis.setTimeout = /** @type {typeof setTimeout} */ (Object.assign(waitInWaves, waitCallback))
syncBuiltinESMExports()
