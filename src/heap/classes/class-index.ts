// Every node's class as a number. Totals by class, growth by class and groups of any kind are sums over it.

import { CHECKPOINT_MASK, checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph, WorkOptions } from '../graph/heap-graph.ts'
import { nodeLabel, wholeTypeLabel } from './class-label.ts'
import { objectShapes } from './object-shapes.ts'
import type { CodeLocation } from './scripts.ts'
import { suspendedLabel } from './suspended-functions.ts'

export interface HeapClass {
  /** As shown; the same class has the same name in another snapshot of the program. */
  readonly name: string
  /** Of closures, generators and async functions: which one of that name. `null` for all others. */
  readonly location: CodeLocation | null
}

/** Memory: 4 bytes a node. */
export interface ClassIndex {
  /** By node ordinal: index into `classes`. */
  readonly classOf: Uint32Array
  readonly classes: readonly HeapClass[]
}

/** The constructor name that plain objects have. */
const PLAIN = 'Object'
const UNKNOWN = 0xffffffff

/** O(nodes + edges of plain objects + strings); each name is decoded once. Throws `CANCELLED`. */
export function classIndex(graph: HeapGraph, options: WorkOptions = {}): ClassIndex {
  const classes = new ClassList()
  const classOf = new Uint32Array(graph.nodeCount)
  const plain = classifyByName(graph, classOf, classes, options)
  classifyByLocation(graph, classOf, classes)
  const objects = nodesOf(classOf, plain)
  const shapes = objectShapes(graph, objects, checkpoint(options, 0.5, 0.9))
  const classOfShape = shapes.labels.map((label) => classes.named(label))
  for (let at = 0; at < objects.length; at++) {
    classOf[objects[at]] = classOfShape[shapes.shapeOf[at]]
  }
  return { classOf, classes: classes.all }
}

/** Sets every node's class; returns the class of plain objects, whose shapes are not looked at yet. */
function classifyByName(
  graph: HeapGraph,
  classOf: Uint32Array,
  classes: ClassList,
  options: WorkOptions,
): number {
  const { nodeCount, nodeTypes, nodeType, nodeName, strings } = graph
  const pause = checkpoint(options, 0, 0.4)
  const plain = classes.named(PLAIN)
  const whole = nodeTypes.map((type) => {
    const label = wholeTypeLabel(type)
    return label === null ? UNKNOWN : classes.named(label)
  })
  /** By node type, then by string index: the class. */
  const byName = whole.map((known) =>
    new Uint32Array(known === UNKNOWN ? strings.count : 0).fill(UNKNOWN),
  )
  for (let node = 0; node < nodeCount; node++) {
    if ((node & CHECKPOINT_MASK) === 0) pause(node / nodeCount)
    const type = nodeType[node]
    if (whole[type] !== UNKNOWN) {
      classOf[node] = whole[type]
      continue
    }
    const name = nodeName[node]
    let found = byName[type][name]
    if (found === UNKNOWN) {
      found = classes.named(nodeLabel(nodeTypes[type], strings.get(name)))
      byName[type][name] = found
    }
    classOf[node] = found
  }
  return plain
}

/** Functions that have a location become classes of their own. */
function classifyByLocation(graph: HeapGraph, classOf: Uint32Array, classes: ClassList): void {
  const { locations, nodeType } = graph
  const closure = graph.nodeTypes.indexOf('closure')
  const suspended = suspendedLabel(graph)
  for (let row = 0; row < locations.count; row++) {
    const node = locations.node[row]
    const label = nodeType[node] === closure ? classes.all[classOf[node]].name : suspended(node)
    if (label === null) continue
    classOf[node] = classes.located(label, {
      scriptId: locations.scriptId[row],
      line: locations.line[row],
      column: locations.column[row],
    })
  }
}

function nodesOf(classOf: Uint32Array, wanted: number): Uint32Array {
  let count = 0
  for (const found of classOf) if (found === wanted) count++
  const nodes = new Uint32Array(count)
  for (let node = 0, at = 0; at < count; node++) if (classOf[node] === wanted) nodes[at++] = node
  return nodes
}

/** Numbers classes in the order of their first node. */
class ClassList {
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
