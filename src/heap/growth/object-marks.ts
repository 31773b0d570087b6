// V8 gives the number of a dead object to the next one that happens to lie at its address, when no snapshot was taken
// in between. So a number alone does not prove that two snapshots show the same object: what an object can never
// change has to be the same as well.

import { edgeLookup } from '../graph/edge-lookup.ts'
import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'

const NAMED: ReadonlySet<string> = new Set(['object', 'closure', 'native'])
/** V8 flattens, internalises and trims these in place. */
const RESIZED: ReadonlySet<string> = new Set([
  'array',
  'code',
  'string',
  'concatenated string',
  'sliced string',
])
const STRING = 'string'

/** Marks of the graphs at hand: several questions ask for them. */
const known = new WeakMap<HeapGraph, Uint32Array>()

/**
 * A number a node made of what stays the same for life: type, constructor, size, and of functions and scopes the
 * function and the scope they were made in. O(nodes + edges of functions and scopes) the first time; keeps a u32 a node
 * with the graph.
 */
export function objectMarks(graph: HeapGraph): Uint32Array {
  const found = known.get(graph)
  if (found !== undefined) return found
  const made = marksOf(graph)
  known.set(graph, made)
  return made
}

function marksOf(graph: HeapGraph): Uint32Array {
  const { nodeCount, nodeType, nodeName, nodeTypes, shallowSize } = graph
  const marks = new Uint32Array(nodeCount)
  const kinds = nodeTypes.map((type) => (type.endsWith(STRING) ? hash(STRING) : hash(type)))
  const named = nodeTypes.map((type) => NAMED.has(type))
  const resized = nodeTypes.map((type) => RESIZED.has(type))
  const names = nameHashes(graph)
  const made = makers(graph)
  for (let node = 0; node < nodeCount; node++) {
    const type = nodeType[node]
    let mark = kinds[type]
    if (named[type]) mark = mix(mark, names(nodeName[node]))
    if (!resized[type]) mark = mix(mark, shallowSize[node])
    marks[node] = mix(mark, made(node))
  }
  return marks
}

/** Numbers of what a function or a scope was made from, mixed; 0 for all other nodes. */
function makers(graph: HeapGraph): (node: NodeOrdinal) => number {
  const closure = graph.nodeTypes.indexOf('closure')
  const object = graph.nodeTypes.indexOf('object')
  const context = edgeLookup(graph, 'internal', 'context')
  const shared = edgeLookup(graph, 'internal', 'shared')
  const previous = edgeLookup(graph, 'internal', 'previous')
  const scopeInfo = edgeLookup(graph, 'internal', 'scope_info')
  const id = (node: NodeOrdinal): number => (node < 0 ? 0 : graph.nodeId[node])
  return (node) => {
    const type = graph.nodeType[node]
    if (type === closure) return mix(id(context(node)), id(shared(node)))
    if (type !== object) return 0
    const scope = scopeInfo(node)
    return scope < 0 ? 0 : mix(id(scope), id(previous(node)))
  }
}

function nameHashes(graph: HeapGraph): (name: number) => number {
  const hashes = new Map<number, number>()
  return (name) => {
    const found = hashes.get(name)
    if (found !== undefined) return found
    const made = hash(graph.strings.get(name))
    hashes.set(name, made)
    return made
  }
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = mix(state, text.charCodeAt(i))
  return state
}

function mix(state: number, value: number): number {
  return Math.imul(state ^ value, 0x01000193) >>> 0
}
