// "Not enough evidence yet" with how much more: the question that a figure of certainty alone leaves open.

/** What is known when nothing can be said. */
export interface EvidenceSoFar {
  /** e-value with the points up to half the judged window, and with all. */
  readonly halfway: number
  readonly present: number
  readonly alpha: number
  /** Points judged. */
  readonly points: number
  /** Milliseconds between neighbouring points. */
  readonly everyMs: number
}

/** How much more is needed; estimates, not promises. */
export interface MoreEvidence {
  readonly minutes: number
  readonly points: number
}

/** Rising points in a row that reach 1/alpha when the shares of the first money are counted. */
function shortestProof(alpha: number): number {
  return Math.ceil(Math.log2(4 / alpha) * 1.06) + 3
}

/**
 * Points and minutes until the evidence reaches 1/alpha if it goes on as in the second half of the window. Where it does not
 * rise, as many points again as there are: by then either the evidence rises or the interval of the slope has shrunk by
 * almost two thirds.
 */
export function moreEvidence(so: EvidenceSoFar): MoreEvidence {
  const goal = Math.log(1 / so.alpha)
  const gained = Math.log(Math.max(so.present, 1e-12)) - Math.log(Math.max(so.halfway, 1e-12))
  const missing = goal - Math.log(Math.max(so.present, 1e-12))
  const perPoint = gained / Math.max(1, so.points / 2)
  const least = Math.max(1, shortestProof(so.alpha) - so.points)
  const again = Math.max(least, so.points)
  const paced = perPoint > 0 && missing > 0 ? Math.ceil(missing / perPoint) : again
  const points = Math.max(least, Math.min(paced, 4 * again))
  return { points, minutes: (points * so.everyMs) / 60_000 }
}
