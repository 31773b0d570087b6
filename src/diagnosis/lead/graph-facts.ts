// What a graph says of its nodes, in the form that the diagnosis asks for.

import { className, classIndex, functionLocation } from '../../heap/index.ts'
import type { ClassIndex, HeapGraph } from '../../heap/index.ts'
import type { NodeFacts } from './node-facts.ts'

/** O(nodes) once for `classes`, then O(1) to O(log locations) a question. */
export function nodeFacts(graph: HeapGraph, classes: ClassIndex = classIndex(graph)): NodeFacts {
  return {
    className: (node) => className(graph, node),
    shapeName: (node) => classes.classes[classes.classOf[node] ?? 0]?.name ?? '',
    nodeType: (node) => graph.nodeTypes[graph.nodeType[node] ?? 0] ?? '',
    position(node) {
      const found = functionLocation(graph, node)
      if (found === null || found.script === '') return null
      return { script: found.script, line: found.line + 1, column: found.column + 1 }
    },
  }
}
