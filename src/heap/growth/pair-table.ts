// A hash table from two whole numbers to one, without an object an entry.

const EMPTY = 0xffffffff

/** Keys and values below 2^32 - 1. O(1); 12 bytes a slot, at most two thirds full. */
export class PairTable {
  #first = new Uint32Array(1024)
  #second = new Uint32Array(1024)
  #value = new Uint32Array(1024).fill(EMPTY)
  #size = 0

  /** The value, or -1. */
  get(first: number, second: number): number {
    const slot = this.#slot(first, second)
    return this.#value[slot] === EMPTY ? -1 : this.#value[slot]
  }

  set(first: number, second: number, value: number): void {
    let slot = this.#slot(first, second)
    if (this.#value[slot] === EMPTY) {
      this.#size++
      if (this.#size * 3 > this.#value.length * 2) {
        this.#grow()
        slot = this.#slot(first, second)
      }
    }
    this.#first[slot] = first
    this.#second[slot] = second
    this.#value[slot] = value
  }

  /** The number of the pair; pairs are numbered 0, 1, 2 … as they come. */
  intern(first: number, second: number): number {
    const known = this.get(first, second)
    if (known !== -1) return known
    this.set(first, second, this.#size)
    return this.#size - 1
  }

  #slot(first: number, second: number): number {
    const mask = this.#value.length - 1
    let slot = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0
    slot = (slot ^ (slot >>> 15)) & mask
    while (this.#value[slot] !== EMPTY) {
      if (this.#first[slot] === first && this.#second[slot] === second) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(): void {
    const [first, second, value] = [this.#first, this.#second, this.#value]
    this.#first = new Uint32Array(first.length * 2)
    this.#second = new Uint32Array(first.length * 2)
    this.#value = new Uint32Array(first.length * 2).fill(EMPTY)
    for (let old = 0; old < value.length; old++) {
      if (value[old] === EMPTY) continue
      const slot = this.#slot(first[old], second[old])
      this.#first[slot] = first[old]
      this.#second[slot] = second[old]
      this.#value[slot] = value[old]
    }
  }
}
