// The shape of a heap as a tree of path names, after LeakCanary's ObjectGrowthDetector: objects that are reached the
// same way share a node. Recursion is folded while building, so that a list of a million is a handful of nodes.

import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { EdgeLabels } from '../paths/edge-label.ts'
import type { EdgeLabel } from '../paths/edge-label.ts'
import { entryLabel } from '../paths/fold-path.ts'
import { ROLE_STORE, nodeRoles } from '../paths/node-role.ts'
import { pathClasses } from '../paths/path-class.ts'
import type { PathClasses } from '../paths/path-class.ts'
import { UNREACHABLE } from '../paths/shortest-path-tree.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { PairTable } from './pair-table.ts'
import { plainClasses } from './plain-classes.ts'

/** Row of a trie node; 0 is the root. */
export type TrieOrdinal = number

/** In `PathTrie.of`: the node is unreachable. */
export const NO_TRIE_NODE = 0xffffffff

export interface PathTrie {
  readonly count: number
  /** The trie node of every heap node; storage has that of its owner. `NO_TRIE_NODE` where unreachable. */
  readonly of: Uint32Array
  readonly parent: Uint32Array
  /** Heap nodes with this path, storage not counted. */
  readonly objects: Float64Array
  /** Shallow bytes of them, with their storage. */
  readonly bytes: Float64Array
  /** A number for label and class together. */
  readonly stepKey: Uint32Array
  /** Class of the trie node, a number of `classes`. */
  readonly pathClass: Uint32Array
  readonly classes: PathClasses
  label(node: TrieOrdinal): EdgeLabel
  /** Label and class, the same in every process. */
  key(node: TrieOrdinal): string
}

export interface PathTrieOptions {
  readonly roles?: Uint8Array
  readonly classes?: PathClasses
  /** Most trie nodes; what comes after goes to one `…` child a node. 200,000. */
  readonly maxNodes?: number
}

const FOLD_LEVELS = 12
const OVERFLOW: EdgeLabel = { type: 'hidden', name: '…' }

/**
 * Gives every reachable node its place among the path names. O(nodes × fold levels), in practice O(nodes) since a
 * fold is looked for once a distinct step; allocates a u32 a node.
 */
export function pathTrie(
  graph: HeapGraph,
  tree: PathTree,
  options: PathTrieOptions = {},
): PathTrie {
  const roles = options.roles ?? nodeRoles(graph)
  const classes = options.classes ?? pathClasses(graph)
  const rows = new TrieRows(options.maxNodes ?? 200_000, classes)
  const labels = new LabelIds(graph)
  const of = new Uint32Array(graph.nodeCount).fill(NO_TRIE_NODE)
  of[0] = rows.add(NO_TRIE_NODE, 0, classes.of[0])
  rows.count(of[0], 1, graph.shallowSize[0])
  for (let i = 1; i < tree.order.length; i++) {
    const node = tree.order[i]
    const parent = tree.parent[node]
    const above = of[parent]
    if (roles[node] === ROLE_STORE) {
      of[node] = above
      rows.count(above, 0, graph.shallowSize[node])
      continue
    }
    const entry = roles[parent] === ROLE_STORE
    const label = labels.of(tree.parentEdge[node], parent, entry)
    of[node] = rows.child(above, label, classes.of[node])
    rows.count(of[node], 1, graph.shallowSize[node])
  }
  return rows.finish(of, classes, labels.all)
}

/** The trie nodes while they grow. */
class TrieRows {
  readonly #max: number
  readonly #parent: number[] = []
  readonly #label: number[] = []
  readonly #class: number[] = []
  readonly #objects: number[] = []
  readonly #bytes: number[] = []
  /** A step (parent, label, class) to where it leads, an older trie node where it folds. */
  readonly #steps = new PairTable()
  readonly #keys = new PairTable()
  readonly #key: number[] = []
  readonly #overflow = new Map<TrieOrdinal, TrieOrdinal>()
  readonly #plain: Uint8Array

  constructor(max: number, classes: PathClasses) {
    this.#max = max
    this.#plain = plainClasses(classes)
  }

  add(parent: TrieOrdinal, label: number, pathClass: number): TrieOrdinal {
    this.#label.push(label)
    this.#class.push(pathClass)
    this.#objects.push(0)
    this.#bytes.push(0)
    this.#key.push(this.#keys.intern(label, pathClass))
    return this.#parent.push(parent) - 1
  }

  count(node: TrieOrdinal, objects: number, bytes: number): void {
    this.#objects[node] += objects
    this.#bytes[node] += bytes
  }

  child(parent: TrieOrdinal, label: number, pathClass: number): TrieOrdinal {
    const key = this.#keys.intern(label, pathClass)
    const known = this.#steps.get(parent, key)
    if (known !== -1) return known
    const made = this.#alike(parent, key, pathClass) ?? this.#make(parent, label, pathClass)
    this.#steps.set(parent, key, made)
    return made
  }

  /**
   * The ancestor that the child would repeat. A class of the program's own needs to be met once, by the same name;
   * classes that are everywhere (promises, scopes, plain objects) only count when a whole round of steps repeats.
   */
  #alike(parent: TrieOrdinal, key: number, pathClass: number): TrieOrdinal | undefined {
    const plain = this.#plain[pathClass] === 1
    let at = parent
    for (let distance = 1; distance <= FOLD_LEVELS && at !== 0; distance++) {
      if (this.#key[at] === key && (!plain || this.#repeatsRound(parent, at, distance))) return at
      at = this.#parent[at]
    }
    return undefined
  }

  /** Whether the `distance - 1` steps down to `parent` are those down to `ancestor`. */
  #repeatsRound(parent: TrieOrdinal, ancestor: TrieOrdinal, distance: number): boolean {
    let lower = parent
    let upper = this.#parent[ancestor]
    for (let step = 1; step < distance; step++) {
      if (upper === 0 || upper === NO_TRIE_NODE || this.#key[lower] !== this.#key[upper])
        return false
      lower = this.#parent[lower]
      upper = this.#parent[upper]
    }
    return true
  }

  #make(parent: TrieOrdinal, label: number, pathClass: number): TrieOrdinal {
    if (this.#parent.length < this.#max) return this.add(parent, label, pathClass)
    const known = this.#overflow.get(parent)
    if (known !== undefined) return known
    // One `…` a parent could still double the rows; below a `…` everything stays where it is.
    const made = this.#label[parent] === LabelIds.overflow ? parent : this.#addOverflow(parent)
    this.#overflow.set(parent, made)
    return made
  }

  #addOverflow(parent: TrieOrdinal): TrieOrdinal {
    return this.add(parent, LabelIds.overflow, this.#class[parent])
  }

  finish(of: Uint32Array, classes: PathClasses, labels: readonly EdgeLabel[]): PathTrie {
    const label = Uint32Array.from(this.#label)
    const pathClass = Uint32Array.from(this.#class)
    const parent = Uint32Array.from(this.#parent)
    return {
      count: parent.length,
      of,
      parent,
      objects: Float64Array.from(this.#objects),
      bytes: Float64Array.from(this.#bytes),
      stepKey: Uint32Array.from(this.#key),
      pathClass,
      classes,
      label: (node) => labels[label[node]] ?? OVERFLOW,
      key: (node) => {
        const { type, name } = labels[label[node]] ?? OVERFLOW
        return `${type} ${name} -> ${classes.name(pathClass[node])}`
      },
    }
  }
}

/** Small numbers for labels. */
class LabelIds {
  static readonly overflow: number = 1
  readonly all: EdgeLabel[] = [{ type: 'hidden', name: '' }, OVERFLOW]
  readonly #known = new Map<string, number>()
  readonly #labels: EdgeLabels

  constructor(graph: HeapGraph) {
    this.#labels = new EdgeLabels(graph)
  }

  /** `entry`: the edge starts at an object's storage. */
  of(edge: EdgeOrdinal, from: NodeOrdinal, entry: boolean): number {
    if (edge === UNREACHABLE) return 0
    const plain = this.#labels.of(edge, from)
    const label = entry ? entryLabel(plain) : plain
    const key = `${label.type} ${label.name}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.all.length)
    return this.all.push(label) - 1
  }
}
