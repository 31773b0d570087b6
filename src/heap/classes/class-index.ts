// Every node's class as a number. Totals by class, growth by class and groups of any kind are sums over it.

import { CHECKPOINT_MASK, checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph, WorkOptions } from '../graph/heap-graph.ts'
import { ClassList, ClassesByName } from './class-list.ts'
import type { HeapClass } from './class-list.ts'
import { objectShapes } from './object-shapes.ts'
import { suspendedLabel } from './suspended-functions.ts'

/** Memory: 4 bytes a node. */
export interface ClassIndex {
  /** By node ordinal: index into `classes`. */
  readonly classOf: Uint32Array
  readonly classes: readonly HeapClass[]
}

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
  const byName = new ClassesByName(nodeTypes, strings, classes)
  for (let node = 0; node < nodeCount; node++) {
    if ((node & CHECKPOINT_MASK) === 0) pause(node / nodeCount)
    classOf[node] = byName.of(nodeType[node], nodeName[node])
  }
  return byName.plain
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
