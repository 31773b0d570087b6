// Plain objects told apart by the names of their properties. `Object` says nothing where half of a heap is
// plain objects; `{id, payload, at}` says which.
// A property that holds a small integer, a boolean or null has no edge, so one object shows only some of its
// names. Objects with one hidden class (V8's `Map`) have the same properties: their names are joined.

import { CHECKPOINT_MASK } from '../graph/checkpoint.ts'
import type { Checkpoint } from '../graph/checkpoint.ts'
import { edgeLookup, stringIndex } from '../graph/edge-lookup.ts'
import type { HeapGraph, NodeOrdinal, StringTable } from '../graph/heap-graph.ts'

/** Objects of one hidden class that are looked at. */
export const MOST_SAMPLES = 64
/** With more properties than this an object is a dictionary: its keys are data, and are not shown. */
export const MOST_PROPERTIES = 30
const SHOWN_PROPERTIES = 8
const PROPERTY = /^(?:[gs]et )?([A-Za-z_$][\w$]{0,39}|<symbol [\w$. ]{0,40}>)$/

const DICTIONARY_LABEL = 'Object (dictionary)'
const NAMELESS_LABEL = 'Object'

/** Shapes of some plain objects. */
export interface ObjectShapes {
  /** Index into `labels` for each of the objects asked about. */
  readonly shapeOf: Uint32Array
  /** Sorted names, e.g. `{at, id, payload}`; `Object (dictionary)`; `Object` where no name is known. */
  readonly labels: readonly string[]
}

/** What is known of the objects of one hidden class. */
export interface Shape {
  samples: number
  /** String indexes. */
  readonly names: Set<number>
}

/** O(edges of the objects); throws `CANCELLED`. */
export function objectShapes(
  graph: HeapGraph,
  objects: Uint32Array,
  pause: Checkpoint,
): ObjectShapes {
  const hiddenClass = edgeLookup(graph, 'internal', 'map')
  const addNames = nameCollector(graph)
  const shapes: Shape[] = []
  const shapeOfHiddenClass = new Map<NodeOrdinal, number>()
  const shapeOf = new Uint32Array(objects.length)
  for (let at = 0; at < objects.length; at++) {
    if ((at & CHECKPOINT_MASK) === 0) pause(at / objects.length)
    const map = hiddenClass(objects[at])
    let shape = map < 0 ? undefined : shapeOfHiddenClass.get(map)
    if (shape === undefined) {
      shape = shapes.push({ samples: 0, names: new Set() }) - 1
      if (map >= 0) shapeOfHiddenClass.set(map, shape)
    }
    shapeOf[at] = shape
    addNames(objects[at], shapes[shape])
  }
  return { shapeOf, labels: shapeLabels(graph.strings, shapes) }
}

function nameCollector(graph: HeapGraph): (object: NodeOrdinal, shape: Shape) => void {
  const { firstEdge, edgeType, edgeName } = graph
  const property = graph.edgeTypes.indexOf('property')
  const prototype = stringIndex(graph.strings, '__proto__')
  return (object, shape) => {
    if (shape.samples === MOST_SAMPLES) return
    shape.samples++
    for (let edge = firstEdge[object]; edge < firstEdge[object + 1]; edge++) {
      if (shape.names.size > MOST_PROPERTIES) return
      if (edgeType[edge] === property && edgeName[edge] !== prototype) {
        shape.names.add(edgeName[edge])
      }
    }
  }
}

/** As `ObjectShapes.labels`, one a shape. */
export function shapeLabels(strings: StringTable, shapes: readonly Shape[]): string[] {
  const decoded = new Map<number, string | null>()
  return shapes.map((shape) => label(strings, shape, decoded))
}

function label(strings: StringTable, shape: Shape, decoded: Map<number, string | null>): string {
  if (shape.names.size > MOST_PROPERTIES) return DICTIONARY_LABEL
  const names = new Set<string>()
  for (const index of shape.names) {
    let name = decoded.get(index)
    if (name === undefined) {
      name = propertyName(strings.get(index))
      decoded.set(index, name)
    }
    if (name === null) return DICTIONARY_LABEL
    names.add(name)
  }
  if (names.size === 0) return NAMELESS_LABEL
  const sorted = [...names].sort()
  const more = sorted.length > SHOWN_PROPERTIES ? ', …' : ''
  return `{${sorted.slice(0, SHOWN_PROPERTIES).join(', ')}${more}}`
}

/** The name as shown, without `get` and `set`; `null` for names that look like data. */
function propertyName(name: string): string | null {
  const found = PROPERTY.exec(name)?.[1]
  if (found === undefined) return null
  return found.startsWith('<symbol ') ? `[${found.slice(8, -1)}]` : found
}
