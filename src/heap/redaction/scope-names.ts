// Names of variables that no context holds, such as those that an ES module exports, stand in the scope's description
// (V8's ScopeInfo). The file says what a description is called only at its end, so mentions are kept apart by the name
// of what mentions them, and the descriptions are known by the contexts that point at them.

import type { StringUses } from './string-uses.ts'

/** Kinds of compiled code that are told apart; descriptions of scopes are among the first. */
const MOST_KINDS = 8
/** Contexts that are asked. */
const MOST_VOTES = 1000

export class ScopeNames {
  readonly #uses: StringUses
  /** By the name of a kind of compiled code: its bit. */
  readonly #kinds: Map<number, number> = new Map()
  readonly #votes: Map<number, number> = new Map()
  #asked = 0

  constructor(uses: StringUses) {
    this.#uses = uses
  }

  /** Compiled code called `kind` mentions the string `text`. */
  mention(kind: number, text: number): void {
    let bit = this.#kinds.get(kind)
    if (bit === undefined) {
      if (this.#kinds.size === MOST_KINDS) return
      bit = 1 << this.#kinds.size
      this.#kinds.set(kind, bit)
    }
    this.#uses.mention(text, bit)
  }

  /** A context points at compiled code called `kind`. */
  vote(kind: number): void {
    if (this.#asked++ >= MOST_VOTES) return
    this.#votes.set(kind, (this.#votes.get(kind) ?? 0) + 1)
  }

  /** Counts the mentions of the kind that most contexts point at. */
  finish(): void {
    const [winner] = [...this.#votes].sort((a, b) => b[1] - a[1])
    if (winner !== undefined) this.#uses.setScopeMention(this.#kinds.get(winner[0]) ?? 0)
  }
}
