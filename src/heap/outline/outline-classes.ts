// The classes of an outline: by name as the nodes pass, by shape as the edges pass, by place in the end. The same as
// `classIndex` finds in a whole graph.

import type { ClassList, HeapClass } from '../classes/class-list.ts'
import { MOST_PROPERTIES, MOST_SAMPLES, shapeLabels } from '../classes/object-shapes.ts'
import type { Shape } from '../classes/object-shapes.ts'
import { suspendedName } from '../classes/suspended-functions.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'
import type { LocationTable, StringTable } from '../graph/heap-graph.ts'
import type { ObjectEdges } from './outline-edges.ts'
import { MOST_CLASSES } from './outline-nodes.ts'
import type { OutlineNodes } from './outline-nodes.ts'
import { UnusualSnapshot } from './unusual-snapshot.ts'

/** As `ClassIndex`, in two bytes a node where they are enough. */
export interface NodeClasses {
  /** By node ordinal: index into `classes`. */
  readonly classOf: Uint16Array | Uint32Array
  readonly classes: readonly HeapClass[]
}

const NOT_LOCATED = 0xffffffff

interface Suspended {
  readonly code: number
  readonly prototype: number
}

export class OutlineClasses {
  readonly #list: ClassList
  /** The class that plain objects have before their shapes are looked at. */
  readonly #plain: number
  readonly #object: number
  readonly #closure: number
  readonly #strings: StringTable
  readonly #shapes: Shape[] = []
  readonly #shapeOfHiddenClass: Map<number, number> = new Map()
  readonly #suspended: Map<number, Suspended> = new Map()

  constructor(
    header: SnapshotHeader,
    strings: StringTable,
    { list, plain }: { readonly list: ClassList; readonly plain: number },
  ) {
    this.#list = list
    this.#plain = plain
    this.#object = header.nodeTypes.indexOf('object')
    this.#closure = header.nodeTypes.indexOf('closure')
    this.#strings = strings
  }

  /** Takes what the edges of an object said. Plain objects get their shape's number, counted down from the top. */
  object(nodes: OutlineNodes, node: number, edges: ObjectEdges): void {
    const { registers, code, prototype } = edges
    if (registers >= 0 && code >= 0) this.#suspended.set(node, { code, prototype })
    if (nodes.classOf[node] !== this.#plain) return
    const shape = this.#shapeOf(edges.hiddenClass)
    nodes.classOf[node] = MOST_CLASSES - shape
    const known = this.#shapes[shape]
    if (known.samples === MOST_SAMPLES) return
    known.samples++
    for (let at = 0; at < edges.nameCount && known.names.size <= MOST_PROPERTIES; at++) {
      known.names.add(edges.names[at])
    }
  }

  /** Every node's class. O(nodes + locations). */
  finish(nodes: OutlineNodes, locations: LocationTable | null): NodeClasses {
    const located = this.#located(nodes, locations)
    const shapes = this.#shapes.length
    const most = this.#list.all.length + shapes
    const isNarrow = most + shapes < MOST_CLASSES
    const classOf = isNarrow ? nodes.classOf : Uint32Array.from(nodes.classOf)
    // Numbers down from this one are shapes; where there are too many classes for two bytes, they move out of the way.
    const shapesBegin = isNarrow ? MOST_CLASSES : most + shapes
    if (!isNarrow) moveShapes(classOf, shapes, shapesBegin)
    for (let row = 0; row < located.length; row++) {
      if (located[row] !== NOT_LOCATED) classOf[locations?.node[row] ?? 0] = located[row]
    }
    const labels = shapeLabels(this.#strings, this.#shapes)
    const classOfShape = labels.map((label) => this.#list.named(label))
    for (let node = 0; node < classOf.length; node++) {
      const shape = shapesBegin - classOf[node]
      if (shape < shapes) classOf[node] = classOfShape[shape]
    }
    return { classOf, classes: this.#list.all }
  }

  /** By row of the locations: the class that is told by the place. */
  #located(nodes: OutlineNodes, locations: LocationTable | null): Uint32Array {
    const located = new Uint32Array(locations?.count ?? 0).fill(NOT_LOCATED)
    if (locations === null) return located
    for (let row = 0; row < locations.count; row++) {
      const node = locations.node[row]
      const isClosure = nodes.type[node] === this.#closure
      const label = isClosure ? this.#nameOf(nodes, node) : this.#suspendedLabel(nodes, node)
      if (label === null) continue
      located[row] = this.#list.located(label, {
        scriptId: locations.scriptId[row],
        line: locations.line[row],
        column: locations.column[row],
      })
    }
    return located
  }

  #nameOf(nodes: OutlineNodes, node: number): string {
    return this.#list.all[nodes.classOf[node]].name
  }

  #suspendedLabel(nodes: OutlineNodes, node: number): string | null {
    const found = this.#suspended.get(node)
    if (found === undefined) return null
    const { code, prototype } = found
    const generator = prototype >= 0 && nodes.type[prototype] === this.#object
    return suspendedName(this.#nameOf(nodes, code), generator)
  }

  #shapeOf(hiddenClass: number): number {
    const known = hiddenClass < 0 ? undefined : this.#shapeOfHiddenClass.get(hiddenClass)
    if (known !== undefined) return known
    const added = this.#shapes.push({ samples: 0, names: new Set() }) - 1
    if (hiddenClass >= 0) this.#shapeOfHiddenClass.set(hiddenClass, added)
    if (this.#list.all.length + this.#shapes.length >= MOST_CLASSES) throw new UnusualSnapshot()
    return added
  }
}

function moveShapes(classOf: Uint16Array | Uint32Array, shapes: number, begin: number): void {
  for (let node = 0; node < classOf.length; node++) {
    const shape = MOST_CLASSES - classOf[node]
    if (shape < shapes) classOf[node] = begin - shape
  }
}
