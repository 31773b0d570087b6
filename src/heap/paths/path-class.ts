// What kind of thing a node is, as far as telling paths apart goes: coarser than a class name with its shape (an object
// that gains a property stays what it was), finer than V8's (functions by position, scopes by their variables).

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'

export interface PathClasses {
  /** Number of the class of every node. */
  readonly of: Uint32Array
  readonly count: number
  /** The same in every process that runs the same code; never the contents of a string. */
  name(pathClass: number): string
}

const LOCATED = /^(?:Async)?(?:Generator|Function)$|^AsyncGenerator/
const MAX_VARIABLES = 8

/** O(nodes); allocates a u32 a node. */
export function pathClasses(graph: HeapGraph): PathClasses {
  const { nodeCount, nodeTypes, nodeType, nodeName, locations, strings } = graph
  const of = new Uint32Array(nodeCount)
  const names: string[] = []
  const known = new Map<string, number>()
  const byColumns = new Map<number, number>()
  const byScope = new Map<NodeOrdinal, number>()
  const closure = nodeTypes.indexOf('closure')
  const object = nodeTypes.indexOf('object')
  const located = new Map<number, boolean>()
  let location = 0

  function intern(name: string): number {
    const found = known.get(name)
    if (found !== undefined) return found
    known.set(name, names.length)
    return names.push(name) - 1
  }
  function plain(node: NodeOrdinal): number {
    const columns = nodeType[node] * strings.count + nodeName[node]
    const found = byColumns.get(columns)
    if (found !== undefined) return found
    const made = intern(plainName(nodeTypes[nodeType[node]], strings.get(nodeName[node])))
    byColumns.set(columns, made)
    return made
  }
  function isLocated(node: NodeOrdinal): boolean {
    if (nodeType[node] === closure) return true
    if (nodeType[node] !== object) return false
    const found = located.get(nodeName[node])
    if (found !== undefined) return found
    const made = LOCATED.test(strings.get(nodeName[node]))
    located.set(nodeName[node], made)
    return made
  }
  function scope(node: NodeOrdinal, info: NodeOrdinal): number {
    const found = byScope.get(info)
    if (found !== undefined) return found
    const made = intern(`Context(${variables(graph, node)})`)
    byScope.set(info, made)
    return made
  }

  const scopes = scopeReader(graph)
  for (let node = 0; node < nodeCount; node++) {
    while (location < locations.count && locations.node[location] < node) location++
    const info = scopes(node)
    if (info !== -1) of[node] = scope(node, info)
    else if (locations.node[location] === node && isLocated(node)) {
      const name = `${nodeTypes[nodeType[node]]} ${strings.get(nodeName[node])}`
      of[node] = intern(`${name}:${locations.line[location]}:${locations.column[location]}`)
    } else of[node] = plain(node)
  }
  return { of, count: names.length, name: (pathClass) => names[pathClass] ?? '' }
}

/** A function that gives the scope info of a context, -1 for any other node. */
function scopeReader(graph: HeapGraph): (node: NodeOrdinal) => number {
  const { firstEdge, edgeType, edgeName, edgeTo, nodeName, nodeType, strings } = graph
  const internal = graph.edgeTypes.indexOf('internal')
  const object = graph.nodeTypes.indexOf('object')
  let context = -1
  return (node) => {
    if (nodeType[node] !== object) return -1
    if (context === -1) {
      if (strings.get(nodeName[node]) !== 'system / Context') return -1
      context = nodeName[node]
    }
    if (nodeName[node] !== context) return -1
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] === internal && strings.get(edgeName[edge]) === 'scope_info') {
        return edgeTo[edge]
      }
    }
    return -1
  }
}

function variables(graph: HeapGraph, node: NodeOrdinal): string {
  const context = graph.edgeTypes.indexOf('context')
  const names: string[] = []
  for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
    if (graph.edgeType[edge] === context) names.push(graph.strings.get(graph.edgeName[edge]))
  }
  // V8 lists the variables of large scopes in the order of seeded hashes.
  const shown = names.toSorted().slice(0, MAX_VARIABLES).join(',')
  return names.length > MAX_VARIABLES ? `${shown},…` : shown
}

function plainName(type: string, name: string): string {
  if (type === 'object' || type === 'synthetic' || type === 'native') return name
  if (type === 'closure') return `closure ${name}`
  if (name.startsWith('system / ')) return name
  if (type === 'array' || type === 'hidden') return name === '' ? `(${type})` : name
  return `(${type})`
}
