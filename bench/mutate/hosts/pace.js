// Work at a steady pace: what is due by the clock is done, also where the machine lagged behind.

import { setTimeout as sleep } from 'node:timers/promises'

const TURN_MS = 10

/**
 * Calls `work` that often a second for so many seconds, and answers how often.
 *
 * @param {{ perSecond: number, seconds: number }} pace
 * @param {(id: number) => unknown} work
 * @returns {Promise<number>}
 */
export async function atPace({ perSecond, seconds }, work) {
  const begunAt = performance.now()
  const all = Math.round(perSecond * seconds)
  let done = 0
  while (done < all) {
    const due = Math.min(all, Math.floor(((performance.now() - begunAt) / 1000) * perSecond))
    for (; done < due; done++) await work(done)
    await sleep(TURN_MS)
  }
  return done
}
