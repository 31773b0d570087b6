// The names of some nodes by their ordinal, in the order of the file. Bounded: strings that a program's code mentions
// come among the first of a snapshot, and there is less code than data.

import { longerWords } from '../format/growing-column.ts'

/** 8 MiB at most. */
const MOST_NODES = 1 << 20

export class NameOfNodes {
  #nodes: Uint32Array = new Uint32Array(4096)
  #names: Uint32Array = new Uint32Array(4096)
  #count = 0

  /** `node` is larger than all before; whatever does not fit is forgotten. */
  add(node: number, name: number): void {
    if (this.#count === MOST_NODES) return
    if (this.#count === this.#nodes.length) {
      this.#nodes = longerWords(this.#nodes, this.#count * 2)
      this.#names = longerWords(this.#names, this.#count * 2)
    }
    this.#nodes[this.#count] = node
    this.#names[this.#count++] = name
  }

  /** Index of the string; -1 where it is not known. O(log nodes). */
  get(node: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#nodes[middle] < node) low = middle + 1
      else high = middle
    }
    return low < this.#count && this.#nodes[low] === node ? this.#names[low] : -1
  }
}
