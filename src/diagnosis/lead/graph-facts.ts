// What a graph says of its nodes, in the form that the diagnosis asks for.

import { className, classIndex, edgeLookup, functionLocation } from '../../heap/index.ts'
import type { ClassIndex, HeapGraph, NodeOrdinal } from '../../heap/index.ts'
import type { NodeFacts } from './node-facts.ts'

/** O(nodes) once for `classes`, then O(1) to O(log locations) a question. */
export function nodeFacts(graph: HeapGraph, classes: ClassIndex = classIndex(graph)): NodeFacts {
  const constructed = constructorNames(graph)
  return {
    className: (node) => constructed(node) ?? className(graph, node),
    shapeName: (node) => classes.classes[classes.classOf[node] ?? 0]?.name ?? '',
    nodeType: (node) => graph.nodeTypes[graph.nodeType[node] ?? 0] ?? '',
    objectId: (node) => graph.nodeId[node] ?? 0,
    position(node) {
      const found = functionLocation(graph, node)
      if (found === null || found.script === '') return null
      return { script: found.script, line: found.line + 1, column: found.column + 1 }
    },
  }
}

/**
 * The class that `object.constructor.name` would say, where V8 names the object after the function that allocated it
 * and its prototype was set afterwards: an AbortSignal is an EventTarget to V8. `null` where both agree.
 */
function constructorNames(graph: HeapGraph): (node: NodeOrdinal) => string | null {
  const { nodeType, nodeName, nodeTypes, strings } = graph
  const object = nodeTypes.indexOf('object')
  const closure = nodeTypes.indexOf('closure')
  const prototype = edgeLookup(graph, 'property', '__proto__')
  const construct = edgeLookup(graph, 'property', 'constructor')
  return (node) => {
    if (nodeType[node] !== object || construct(node) >= 0) return null
    const above = prototype(node)
    const maker = above < 0 ? -1 : construct(above)
    if (maker < 0 || nodeType[maker] !== closure || nodeType[above] !== object) return null
    const name = strings.get(nodeName[maker] ?? 0)
    const known = strings.get(nodeName[node] ?? 0)
    const differs = name !== '' && name !== 'Object' && known !== 'Object' && name !== known
    return differs && strings.get(nodeName[above] ?? 0) === name ? name : null
  }
}
