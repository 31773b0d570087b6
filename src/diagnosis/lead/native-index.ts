// Node's native resources in a heap: sockets, watchers, threads. Each has an object in the heap that points at its native
// half, whose class Node names itself, the same way in every version.

import { stringIndex } from '../../heap/index.ts'
import type { HeapGraph, NodeOrdinal } from '../../heap/index.ts'

/** What Node calls the native half in a snapshot. */
const PREFIX = 'Node / '

/** Native classes that stay open until somebody closes them; the telling ones before those that come along with them. */
export const NATIVE_KINDS: readonly string[] = [
  'Worker',
  'ProcessWrap',
  'Http2Session',
  'FSEventWrap',
  'StatWatcher',
  'UDPWrap',
  'TCPServerWrap',
  'JSBindingsConnection',
  'FileHandle',
  'DirHandle',
  'SignalWrap',
  'ChannelWrap',
  'TLSWrap',
  'TCPSocketWrap',
  'PipeWrap',
  'TTYWrap',
  'MessagePort',
]

/** Native classes of the new objects that have one of `NATIVE_KINDS`, by node in ascending order. */
export type NativeIndex = ReadonlyMap<NodeOrdinal, string>

/** O(nodes + edges of new objects); `births` 0 marks an old node. */
export function nativeIndex(graph: HeapGraph, births: Uint8Array): NativeIndex {
  const index = new Map<NodeOrdinal, string>()
  const object = graph.nodeTypes.indexOf('object')
  const kindOf = nativeKinds(graph)
  for (let node = 0; node < graph.nodeCount; node++) {
    if (births[node] === 0 || graph.nodeType[node] !== object) continue
    const kind = kindOf(node)
    if (kind !== null) index.set(node, kind)
  }
  return index
}

/** The native class of an object, old or new, where it is one of `NATIVE_KINDS`. O(strings), then O(edges of the node). */
export function nativeKinds(graph: HeapGraph): (node: NodeOrdinal) => string | null {
  const { firstEdge, edgeName, edgeTo, nodeName, strings } = graph
  const slot = stringIndex(strings, 'javascript_to_native')
  return (node) => {
    const first = firstEdge[node] ?? 0
    for (let edge = (firstEdge[node + 1] ?? 0) - 1; slot >= 0 && edge >= first; edge--) {
      if (edgeName[edge] !== slot) continue
      const name = strings.get(nodeName[edgeTo[edge] ?? 0] ?? 0)
      const kind = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : ''
      if (NATIVE_KINDS.includes(kind)) return kind
    }
    return null
  }
}
