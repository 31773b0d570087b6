// The two rules that need no tool: memwatch's "five collections in a row", and a line through resident memory.

/** Collections in a row over which the heap must grow. */
const IN_A_ROW = 5
/** Bytes a second, and share of the variance that the line explains. */
const LEAST_SLOPE = 20_000
const LEAST_FIT = 0.8
const LEAST_READINGS = 5

/**
 * @typedef {object} Answer
 * @property {boolean | null} leak `null` where it gives no answer
 * @property {string} says
 */

/**
 * Whether the heap after natural mark-compacts grew over five of them in a row.
 *
 * @param {readonly number[]} floors bytes
 * @returns {Answer}
 */
export function fiveInARow(floors) {
  let longest = 0
  let row = 0
  for (let at = 1; at < floors.length; at++) {
    row = (floors[at] ?? 0) > (floors[at - 1] ?? 0) ? row + 1 : 0
    longest = Math.max(longest, row)
  }
  const says = `${floors.length} collections, at most ${longest} in a row that grew`
  return { leak: longest >= IN_A_ROW, says }
}

/**
 * Whether resident memory rises in a line over the last three quarters of the run.
 *
 * @param {readonly { atMs: number, bytes: number }[]} readings
 * @returns {Answer}
 */
export function rssLine(readings) {
  const last = readings.at(-1)?.atMs ?? 0
  const late = readings.filter((reading) => reading.atMs >= last / 4)
  if (late.length < LEAST_READINGS) return { leak: null, says: `${late.length} readings only` }
  const x = mean(late.map((reading) => reading.atMs / 1000))
  const y = mean(late.map((reading) => reading.bytes))
  let xy = 0
  let xx = 0
  let yy = 0
  for (const { atMs, bytes } of late) {
    xy += (atMs / 1000 - x) * (bytes - y)
    xx += (atMs / 1000 - x) ** 2
    yy += (bytes - y) ** 2
  }
  const slope = xx === 0 ? 0 : xy / xx
  const fit = xx === 0 || yy === 0 ? 0 : (xy * xy) / (xx * yy)
  const says = `${(slope / 1000).toFixed(0)} kB/s, R² ${fit.toFixed(2)}`
  return { leak: slope > LEAST_SLOPE && fit > LEAST_FIT, says }
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
