// The classes of one snapshot, numbered as they are met.

import { nodeLabel, wholeTypeLabel } from './class-label.ts'
import type { StringTable } from '../graph/heap-graph.ts'
import type { CodeLocation } from './scripts.ts'

export interface HeapClass {
  /** As shown; the same class has the same name in another snapshot of the program. */
  readonly name: string
  /** Of closures, generators and async functions: which one of that name. `null` for all others. */
  readonly location: CodeLocation | null
}

/** Numbers classes in the order of their first node. */
export class ClassList {
  readonly all: HeapClass[] = []
  readonly #named: Map<string, number> = new Map()
  /** By label, then by position. */
  readonly #located: Map<string, Map<string, number>> = new Map()

  named(name: string): number {
    const known = this.#named.get(name)
    if (known !== undefined) return known
    const added = this.all.push({ name, location: null }) - 1
    this.#named.set(name, added)
    return added
  }

  located(name: string, location: CodeLocation): number {
    let positions = this.#located.get(name)
    if (positions === undefined) {
      positions = new Map()
      this.#located.set(name, positions)
    }
    const position = `${location.scriptId}:${location.line}:${location.column}`
    const known = positions.get(position)
    if (known !== undefined) return known
    const added = this.all.push({ name, location }) - 1
    positions.set(position, added)
    return added
  }
}

/** The constructor name that plain objects have. */
const PLAIN = 'Object'

/** The class of a node by its type and name alone. Each name is decoded once. Memory: 4 bytes a name that is met. */
export class ClassesByName {
  /** The class of plain objects, whose shapes tell them apart further. */
  readonly plain: number
  readonly #nodeTypes: readonly string[]
  readonly #strings: StringTable
  readonly #list: ClassList
  /** By node type: one more than the class of all its nodes; 0 where it depends on the name. */
  readonly #whole: Uint32Array
  /** By node type, then by string index: one more than the class; 0 where it is not known yet. */
  readonly #byName: readonly Uint32Array[]

  constructor(nodeTypes: readonly string[], strings: StringTable, list: ClassList) {
    this.plain = list.named(PLAIN)
    this.#nodeTypes = nodeTypes
    this.#strings = strings
    this.#list = list
    this.#whole = Uint32Array.from(nodeTypes, (type) => {
      const label = wholeTypeLabel(type)
      return label === null ? 0 : list.named(label) + 1
    })
    this.#byName = nodeTypes.map(
      (_, type) => new Uint32Array(this.#whole[type] === 0 ? strings.count : 0),
    )
  }

  /** `type` indexes the node types, `name` the strings. O(1), and the length of the name the first time. */
  of(type: number, name: number): number {
    const whole = this.#whole[type]
    if (whole !== 0) return whole - 1
    const known = this.#byName[type][name]
    if (known !== 0) return known - 1
    const found = this.#list.named(nodeLabel(this.#nodeTypes[type], this.#strings.get(name)))
    this.#byName[type][name] = found + 1
    return found
  }
}
