// What the growth of a group consists of, by class.

import type { NodeOrdinal } from '../graph/heap-graph.ts'
import type { GrowthChild, GrowthClass } from './growth-site.ts'
import type { PathTrie, TrieOrdinal } from './path-trie.ts'

const EXAMPLES = 8
const SHOWN = 12

export interface ContentsInput {
  readonly shallowSize: Uint32Array | Float64Array
  readonly trie: PathTrie
  /** Snapshot of birth of every node. */
  readonly births: Uint8Array
  /** Snapshots before the last one. */
  readonly rounds: number
  readonly classKey: (node: NodeOrdinal) => string
}

/** Gathers the new nodes of one group, one after the other. */
export class GrowthContents {
  readonly #input: ContentsInput
  readonly #classes = new Map<string, { objects: number; bytes: number }>()
  readonly #children = new Map<string, NodeOrdinal[]>()

  constructor(input: ContentsInput) {
    this.#input = input
  }

  /** `counted` is `false` for storage and bookkeeping, whose bytes count but which are not objects of the program. */
  add(node: NodeOrdinal, isChild: boolean, counted: boolean): void {
    const classKey = this.#input.classKey(node)
    let row = this.#classes.get(classKey)
    if (row === undefined) {
      row = { objects: 0, bytes: 0 }
      this.#classes.set(classKey, row)
    }
    row.objects++
    row.bytes += this.#input.shallowSize[node]
    if (!isChild || !counted) return
    const children = this.#children.get(classKey)
    if (children === undefined) this.#children.set(classKey, [node])
    else children.push(node)
  }

  composition(): GrowthClass[] {
    return [...this.#classes]
      .map(([classKey, row]) => ({ classKey, ...row }))
      .sort((a, b) => b.bytes - a.bytes || compare(a.classKey, b.classKey))
      .slice(0, SHOWN)
  }

  topChildren(): GrowthChild[] {
    return [...this.#children]
      .sort((a, b) => b[1].length - a[1].length || compare(a[0], b[0]))
      .slice(0, SHOWN)
      .map(([classKey, nodes]) => {
        const example = this.#typical(nodes)
        const examples = this.#spread(nodes)
        return { classKey, count: nodes.length, example, examples, path: this.#pathOf(example) }
      })
  }

  #pathOf(node: NodeOrdinal): TrieOrdinal {
    return this.#input.trie.of[node]
  }

  /** The middle one of those born in the middle round, else the middle one of all. */
  #typical(nodes: readonly NodeOrdinal[]): NodeOrdinal {
    const { births, rounds } = this.#input
    const middle = Math.ceil(rounds / 2)
    const born = nodes.filter((node) => births[node] === middle)
    const choice = born.length > 0 ? born : nodes
    return choice[choice.length >>> 1]
  }

  #spread(nodes: readonly NodeOrdinal[]): NodeOrdinal[] {
    const { births } = this.#input
    return evenly(nodes.toSorted((a, b) => births[a] - births[b]))
  }
}

/** Entries at even distances, first and last among them; at most 8. */
export function evenly(nodes: readonly NodeOrdinal[]): NodeOrdinal[] {
  const wanted = Math.min(EXAMPLES, nodes.length)
  const step = wanted < 2 ? 0 : (nodes.length - 1) / (wanted - 1)
  return Array.from({ length: wanted }, (_, at) => nodes[Math.round(at * step)])
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
