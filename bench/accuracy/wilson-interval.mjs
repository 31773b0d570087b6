// How sure a share is that was counted on few cases (Wilson 1927, "Probable Inference, the Law of
// Succession, and Statistical Inference"): honest at 0 and at 1, where the usual interval has no width.

const Z_95 = 1.959963984540054

/**
 * The 95 % interval of a share of `successes` in `trials`, both ends in [0, 1]; `null` without trials.
 *
 * @param {number} successes
 * @param {number} trials
 * @returns {{ low: number, high: number } | null}
 */
export function wilsonInterval(successes, trials) {
  if (trials <= 0) return null
  const share = successes / trials
  const z2 = Z_95 * Z_95
  const centre = share + z2 / (2 * trials)
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))
  const scale = 1 + z2 / trials
  return {
    low: Math.max(0, (centre - reach) / scale),
    high: Math.min(1, (centre + reach) / scale),
  }
}
