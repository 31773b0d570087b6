// What the keys of a table look like, as one word: addresses, sets of labels, arguments as JSON. Keys are read here
// and go no further.

import { redactedKind } from '../../heap/index.ts'
import type { HeapGraph, NodeOrdinal } from '../../heap/index.ts'
import { tableOf } from './entry-count.ts'
import type { KeyKind } from './lead-contents.ts'

/** Strings looked at, and fewest that say anything. */
const SAMPLE = 200
const FEWEST = 8
/** In a Map keys and values lie side by side, so that half of the strings may be values. */
const MOST_OF = 0.45
const LONGEST_KEY = 1024
/** A concatenated string is read by its left end, this far down. */
const DEPTH = 64

const KINDS: readonly (readonly [KeyKind, RegExp])[] = [
  ['url', /^(?:[A-Z]{3,7}[ :])?(?:https?:\/)?\/[\w\-.~%/]*/],
  ['json', /^[[{]["[{\d]|^"[^"]*",/],
  ['labels', /^\w+[:=][^,|]*[,|]\w+[:=]/],
  ['text', /./],
]

/** What most string keys of a Map, Set or dictionary are; `null` where there are few. O(sample). */
export function entryKeys(graph: HeapGraph, holder: NodeOrdinal): KeyKind | null {
  const keys = sampleKeys(graph, holder)
  if (keys.length < FEWEST) return null
  for (const [kind, pattern] of KINDS) {
    let fitting = 0
    for (const key of keys) if (kind === redactedKind(key) || pattern.test(key)) fitting++
    if (fitting >= MOST_OF * keys.length) return kind
  }
  return null
}

function sampleKeys(graph: HeapGraph, holder: NodeOrdinal): string[] {
  const { firstEdge, edgeType, edgeName, edgeTo, edgeTypes, nodeType, nodeTypes, strings } = graph
  const property = edgeTypes.indexOf('property')
  const internal = edgeTypes.indexOf('internal')
  const table = tableOf(graph, holder)
  const from = firstEdge[table] ?? 0
  const end = firstEdge[table + 1] ?? 0
  const stride = Math.max(1, Math.floor((end - from) / (4 * SAMPLE)))
  const keys: string[] = []
  for (let edge = from; edge < end && keys.length < SAMPLE; edge += stride) {
    const to = edgeTo[edge] ?? 0
    const name = edgeName[edge] ?? 0
    if (table === holder) {
      if (edgeType[edge] === property && strings.byteLength(name) <= LONGEST_KEY) {
        keys.push(strings.get(name))
      }
    } else if (edgeType[edge] === internal) {
      const type = nodeTypes[nodeType[to] ?? 0] ?? ''
      if (/string/.test(type)) keys.push(textOf(graph, to))
    }
  }
  return keys.filter((key) => key !== '')
}

function textOf(graph: HeapGraph, node: NodeOrdinal): string {
  const { nodeType, nodeTypes, nodeName, strings } = graph
  let at = node
  for (let level = 0; level < DEPTH; level++) {
    if (nodeTypes[nodeType[at] ?? 0] === 'string') return strings.get(nodeName[at] ?? 0)
    const next = partOf(graph, at)
    if (next < 0) return ''
    at = next
  }
  return ''
}

/** The left half of a concatenated string; -1 for others. */
function partOf(graph: HeapGraph, node: NodeOrdinal): NodeOrdinal {
  const { firstEdge, edgeName, edgeTo, strings } = graph
  for (let edge = firstEdge[node] ?? 0; edge < (firstEdge[node + 1] ?? 0); edge++) {
    if (strings.get(edgeName[edge] ?? 0) === 'first') return edgeTo[edge] ?? 0
  }
  return -1
}
