// A test martingale against "the order of the blocks says nothing": each new block is ranked among those before it, and
// money is put on high ranks. When the blocks are exchangeable the ranks are independent and uniform, so the money is a
// martingale whatever the distribution (conformal test martingale: Vovk, Gammerman, Shafer 2005).

/** A component that reached this many blocks retires: its money is lost, which keeps the bound and the cost. */
export const MOST_BLOCKS = 2048

/** Powers of the rank that are bet on side by side; small ones for slow drifts in noise, large ones for clear growth. */
const POWERS: readonly number[] = [0.3, 1, 3, 10]

/** `sums[p][k]` is the sum over r = 1 … k of r to the power p; grown on demand. */
const sums: number[][] = POWERS.map(() => [0])

function powerSum(power: number, k: number): number {
  const known = sums[power]
  while (known.length <= k) {
    known.push(known[known.length - 1] + known.length ** POWERS[power])
  }
  return known[k]
}

/** Money won by betting on high ranks, beginning with 1. Memory: 8 bytes a block. */
export class RankWager {
  /** Blocks seen, ascending. */
  #sorted: Float64Array = new Float64Array(16)
  #count = 0
  /** Logarithm of the money of each power. */
  readonly #log: Float64Array = new Float64Array(POWERS.length)

  /** O(log n) comparisons and one move of memory. */
  add(block: number): void {
    if (this.#count >= MOST_BLOCKS) return
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#sorted[middle] < block) low = middle + 1
      else high = middle
    }
    this.#insert(block, low)
    const k = this.#count
    // Ties take the lowest rank: never more money than with ties broken by lot, for which the theorem holds.
    const rank = low + 1
    for (let p = 0; p < POWERS.length; p++) {
      this.#log[p] += POWERS[p] * Math.log(rank) + Math.log(k / powerSum(p, k))
    }
    if (k === MOST_BLOCKS) this.#sorted = new Float64Array(0)
  }

  /** Money at present: the mean over the powers, at most e^600; 0 once retired. */
  money(): number {
    if (this.#count >= MOST_BLOCKS) return 0
    let total = 0
    for (const log of this.#log) total += Math.exp(Math.min(log, 600))
    return total / POWERS.length
  }

  #insert(block: number, at: number): void {
    if (this.#count === this.#sorted.length) {
      const wider = new Float64Array(this.#sorted.length * 2)
      wider.set(this.#sorted)
      this.#sorted = wider
    }
    this.#sorted.copyWithin(at + 1, at, this.#count)
    this.#sorted[at] = block
    this.#count++
  }
}
