// One snapshot with all that was computed from it, as the diagnosis looks at it.

import type {
  ClassIndex,
  DominatorTree,
  HeapGraph,
  PathTree,
  PathTrie,
  Retainers,
  WhatIf,
} from '../../heap/index.ts'
import type { NativeIndex } from './native-index.ts'
import type { NodeFacts } from './node-facts.ts'

export interface GraphView {
  readonly graph: HeapGraph
  readonly strong: Uint8Array
  readonly dominators: DominatorTree
  readonly roles: Uint8Array
  readonly tree: PathTree
  readonly trie: PathTrie
  readonly classes: ClassIndex
  readonly facts: NodeFacts
  /** By node: index of the first snapshot that has it; 0 is the first of all. */
  readonly births: Uint8Array
  /** What a cut would free; made when it is first asked for. */
  readonly whatIf: () => WhatIf
  readonly natives: NativeIndex
  /** Who points at a node over strong edges; made when first asked for, 8 bytes an edge. */
  retainers(): Retainers
}
