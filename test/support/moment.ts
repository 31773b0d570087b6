// One process seen at several times: objects are known by name and keep their ids from snapshot to snapshot.

import { heapBuilder } from './heap-builder.ts'
import type { BuilderEdgeType, BuilderNodeType, HeapBuilder } from './heap-builder.ts'

/** Class name and shallow size. */
export type Sized = readonly [string, number]

/** A heap of one process at one time; objects are known by name, and keep their ids from snapshot to snapshot. */
export class Moment {
  readonly heap: HeapBuilder = heapBuilder()
  readonly #ids: Map<string, number>
  readonly #ordinals = new Map<string, number>()

  constructor(ids: Map<string, number>) {
    this.#ids = ids
  }

  /** Adds `name` under `holder` (the root where that is `''`); a name that is there already gets one more edge. */
  hold(holder: string, edge: string | number, name: string, what: string | Sized): void {
    const type = typeof edge === 'number' ? 'element' : 'property'
    const [className, size] = typeof what === 'string' ? [what, 16] : what
    this.edge(holder, type, edge, this.object(name, className, size))
  }

  object(name: string, className: string, size = 16, type: BuilderNodeType = 'object'): string {
    if (this.#ordinals.has(name)) return name
    const id = this.#ids.get(name) ?? 1001 + 2 * this.#ids.size
    this.#ids.set(name, id)
    this.#ordinals.set(name, this.heap.node(type, className, { size, id }))
    return name
  }

  edge(from: string, type: BuilderEdgeType, edge: string | number, to: string): void {
    this.heap.edge(this.ordinal(from), type, edge, this.ordinal(to))
  }

  ordinal(name: string): number {
    if (name === '') return this.heap.root
    const found = this.#ordinals.get(name)
    if (found === undefined) throw new Error(`no object ${name}`)
    return found
  }
}
