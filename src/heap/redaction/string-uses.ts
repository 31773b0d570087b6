// What each string of the file is used for, collected while nodes and edges pass by. The strings come last in the
// file, so that their uses are known when they come. Memory: 2 bytes a string.

import { longerBytes } from '../format/growing-column.ts'

/** The content of a string, symbol, number or regular expression. */
export const USE_VALUE = 1
/** The name of an object: its class. */
export const USE_CLASS = 2
/** A name that V8 or an add-on gives to a node. */
export const USE_ENGINE = 4
/** The name of a function or a script. */
export const USE_CODE = 8
/** A property of an object that is no table. */
export const USE_FIELD = 16
/** A property of a table of data. */
export const USE_KEY = 32
/** A variable. */
export const USE_VARIABLE = 64
/** A field that V8 or an add-on names. */
export const USE_SLOT = 128

const FIRST_STRINGS = 65536

export class StringUses {
  #uses: Uint8Array = new Uint8Array(FIRST_STRINGS)
  /** By string: which kinds of compiled code mention it, see `ScopeNames`. */
  #mentions: Uint8Array = new Uint8Array(FIRST_STRINGS)
  #scopeMention = 0

  add(index: number, use: number): void {
    if (index >= this.#uses.length) this.#grow(index)
    this.#uses[index] |= use
  }

  mention(index: number, bit: number): void {
    if (index >= this.#mentions.length) this.#grow(index)
    this.#mentions[index] |= bit
  }

  /** The mention that counts as a variable; 0 where none does. */
  setScopeMention(bit: number): void {
    this.#scopeMention = bit
  }

  /** The sum of the uses; 0 for a string that nothing uses. */
  of(index: number): number {
    if (index >= this.#uses.length) return 0
    const variable = (this.#mentions[index] & this.#scopeMention) !== 0
    return variable ? this.#uses[index] | USE_VARIABLE : this.#uses[index]
  }

  #grow(index: number): void {
    const capacity = Math.max(index + 1, this.#uses.length * 2)
    this.#uses = longerBytes(this.#uses, capacity)
    this.#mentions = longerBytes(this.#mentions, capacity)
  }
}
