// A priority queue for small whole costs (Dial 1969): one first-in-first-out list a cost, in a ring. Nodes of equal
// cost leave in the order in which they came, which keeps the path tree the same from run to run.

/** Costs pushed may exceed the cost of the last node taken by at most `span`. Push and take are O(1) amortised. */
export class BucketQueue {
  readonly #ring: Uint32Array[]
  readonly #length: Uint32Array
  readonly #mask: number
  #cost = 0
  #taken = 0
  #size = 0

  constructor(span: number) {
    let slots = 2
    while (slots <= span + 1) slots *= 2
    this.#mask = slots - 1
    this.#ring = Array.from({ length: slots }, () => new Uint32Array(16))
    this.#length = new Uint32Array(slots)
  }

  /** Cost of the node taken last. */
  get cost(): number {
    return this.#cost
  }

  push(node: number, cost: number): void {
    const slot = cost & this.#mask
    const length = this.#length[slot]
    if (length === this.#ring[slot].length) {
      const wider = new Uint32Array(length * 2)
      wider.set(this.#ring[slot])
      this.#ring[slot] = wider
    }
    this.#ring[slot][length] = node
    this.#length[slot] = length + 1
    this.#size++
  }

  /** The next node, or -1 when nothing is left. */
  take(): number {
    if (this.#size === 0) return -1
    let slot = this.#cost & this.#mask
    while (this.#taken === this.#length[slot]) {
      this.#length[slot] = 0
      this.#taken = 0
      this.#cost++
      slot = this.#cost & this.#mask
    }
    this.#size--
    return this.#ring[slot][this.#taken++]
  }
}
