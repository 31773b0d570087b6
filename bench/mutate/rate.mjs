// From a leak in percent of the heap an hour to the units that one operation keeps, on a clock that runs faster:
// an hour of the host's life is `hourSeconds` of run.

/**
 * @typedef {object} Clock
 * @property {number} hourSeconds seconds of run that stand for an hour
 * @property {number} hours that the host lives
 */

/**
 * How much faster time goes than it is said to.
 *
 * @param {Clock} clock
 * @returns {number}
 */
export function timeScale({ hourSeconds }) {
  return 3600 / hourSeconds
}

/**
 * Bytes that each operation keeps.
 *
 * @param {{ percentPerHour: number, heapBytes: number, perSecond: number }} leak operations a second of run
 * @param {Clock} clock
 * @returns {number}
 */
export function bytesPerOperation({ percentPerHour, heapBytes, perSecond }, { hourSeconds }) {
  const bytesPerHour = (heapBytes * percentPerHour) / 100
  return bytesPerHour / (hourSeconds * perSecond)
}

/**
 * Bytes that are kept in the whole run.
 *
 * @param {{ percentPerHour: number, heapBytes: number }} leak
 * @param {Clock} clock
 * @returns {number}
 */
export function bytesInAll({ percentPerHour, heapBytes }, { hours }) {
  return (heapBytes * percentPerHour * hours) / 100
}

/**
 * The moment of a verdict in hours of the host's life.
 *
 * @param {number} ms of run
 * @param {Clock} clock
 * @returns {number}
 */
export function hostHours(ms, { hourSeconds }) {
  return ms / 1000 / hourSeconds
}
