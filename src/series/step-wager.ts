// A test martingale against "each step is as likely to fall as to rise": money is put on rises. It holds for random walks,
// where ranks mislead, and wins nothing from one big jump: a jump is one step.

/** Chances of a rise that are bet on side by side, and how the first stake is shared out. */
const CHANCES: readonly number[] = [0.6, 0.75, 0.9, 0.99]
const SHARES: readonly number[] = [0.15, 0.2, 0.25, 0.4]

/** Money won by betting on rises between neighbouring blocks, beginning with 1. */
export class StepWager {
  #last: number | null = null
  /** Logarithm of the money of each chance. */
  readonly #log: Float64Array = new Float64Array(CHANCES.length)

  /** O(1). A block equal to the last is no step. */
  add(block: number): void {
    const last = this.#last
    this.#last = block
    if (last === null || block === last) return
    for (let c = 0; c < CHANCES.length; c++) {
      const chance = block > last ? CHANCES[c] : 1 - CHANCES[c]
      this.#log[c] += Math.log(2 * chance)
    }
  }

  /** Money at present: the weighted sum over the chances, at most e^600. */
  money(): number {
    let total = 0
    for (let c = 0; c < CHANCES.length; c++) {
      total += SHARES[c] * Math.exp(Math.min(this.#log[c], 600))
    }
    return total
  }
}
