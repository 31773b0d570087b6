// Evidence for growth as an e-value: a test by betting that may be looked at after every point. Its parts start at many
// points and work at many block lengths; how the first money is shared between them is fixed before the first value is seen.

import { MOST_BLOCKS, RankWager } from './rank-wager.ts'
import { StepWager } from './step-wager.ts'

/** What is taken out of all the evidence; choosing it after looking can only make the e-value smaller. */
export interface EvidenceWindow {
  /** Only parts that start at this point or later count; 0 counts all. */
  readonly from: number
  /** Ranks alone are trusted from this block length on, see `independentBlock`; `Infinity` where never. */
  readonly independentBlock: number
}

/** One start and one block length. */
interface Part {
  readonly start: number
  readonly length: number
  readonly share: number
  /** `null` before the first full block: most parts of a short series never fill one. */
  wagers: { readonly steps: StepWager; readonly ranks: RankWager } | null
  sum: number
  filled: number
}

/** Weight of "ranks and steps agree", which is quick in short series, against "ranks of long blocks". */
const QUICK = 0.8

/** Whether a part starts at point `index`: 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, … */
function isStart(index: number): boolean {
  if (index < 4) return true
  const power = 2 ** Math.floor(Math.log2(index))
  return index === power || index * 2 === power * 3
}

/** Shares 1/2, 1/6, 1/12, …: they sum to 1 however many follow. */
function share(position: number): number {
  return 1 / ((position + 1) * (position + 2))
}

/**
 * The e-value of growth, point by point.
 *
 * Guaranteed: while the values are exchangeable (any distribution, any scale), the chance that the e-value ever reaches
 * 1/alpha is at most alpha, at whatever points and however often it is read, and whatever windows are read. The same holds
 * for values that are exchangeable only after some warm-up, as long as the window begins after it. The reason: each part is
 * a martingale of its own ranks, so it reaches c with a chance of at most 1/c (Ville); the parts know different things, so
 * they are not added but the best one counts, times its share; and the shares sum to at most 1.
 * Not guaranteed, only simulated: autocorrelated series and random walks, see docs/concepts/trend.md.
 *
 * Cost: O(log² n) a point; memory about 0.5 kB a point up to two thousand points, hardly more after.
 */
export class GrowthEvidence {
  readonly #parts: Part[] = []
  #count = 0
  #starts = 0

  /** Takes the next value. */
  add(value: number): void {
    if (isStart(this.#count)) this.#begin(this.#starts++)
    for (const part of this.#parts) {
      part.sum += value
      if (++part.filled < part.length) continue
      const block = part.sum / part.length
      part.sum = 0
      part.filled = 0
      part.wagers ??= { steps: new StepWager(), ranks: new RankWager() }
      part.wagers.steps.add(block)
      part.wagers.ranks.add(block)
    }
    this.#count++
  }

  /** The e-value at present. O(log² n). */
  eValue(window: EvidenceWindow): number {
    let steps = 0
    let ranks = 0
    let independent = 0
    for (const part of this.#parts) {
      if (part.start < window.from) continue
      const ranked = part.share * (part.wagers?.ranks.money() ?? 1)
      steps += part.share * (part.wagers?.steps.money() ?? 1)
      ranks = Math.max(ranks, ranked)
      if (part.length >= window.independentBlock) independent = Math.max(independent, ranked)
    }
    // Both terms are at most `ranks`, so the bound of the ranks holds for their weighted mean too.
    return QUICK * Math.min(steps, ranks) + (1 - QUICK) * independent
  }

  #begin(position: number): void {
    for (let scale = 0; 2 ** scale <= MOST_BLOCKS; scale++) {
      this.#parts.push({
        start: this.#count,
        length: 2 ** scale,
        share: share(position) * share(scale),
        wagers: null,
        sum: 0,
        filled: 0,
      })
    }
  }
}
