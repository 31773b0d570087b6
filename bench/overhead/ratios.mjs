// Ratios of pairs with an interval that holds whatever their distribution is.

/** @typedef {{ median: number, low: number, high: number, pairs: number }} Ratio */

/** @param {readonly number[]} values @returns {number} 0 of none */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return sorted[middle] ?? 0
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** @param {readonly number[]} values @param {number} share @returns {number} NaN of none */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

/**
 * The median with its 95 % interval from the order statistics: a binomial of 1/2 says how many of the values lie below the
 * true median. The whole range where there are fewer than six.
 *
 * @param {readonly number[]} values
 * @returns {Ratio}
 */
export function medianWithInterval(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  let cut = 0
  let below = 0.5 ** n
  let chance = below
  while (chance <= 0.025 && cut < n) {
    cut++
    below *= (n - cut + 1) / cut
    chance += below
  }
  const low = sorted[Math.max(0, cut - 1)] ?? NaN
  const high = sorted[Math.min(n - 1, n - cut)] ?? NaN
  return { median: median(values), low, high, pairs: n }
}
