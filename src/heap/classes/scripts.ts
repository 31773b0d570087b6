// Where code was written. The `locations` section gives script ids and positions; a script's name hangs on
// the functions that were compiled from it: closure → shared → script → name.

import { edgeLookup } from '../graph/edge-lookup.ts'
import type { EdgeLookup } from '../graph/edge-lookup.ts'
import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'

/** A position as in the file: line and column 0-based. */
export interface CodeLocation {
  readonly scriptId: number
  readonly line: number
  readonly column: number
}

/** A position with the script's name as V8 knows it: a path, a `file:` URL, `node:internal/…`. */
export interface FunctionLocation extends CodeLocation {
  readonly script: string
}

/** A bound function of a bound function, and so on: chains longer than this are not followed. */
const MOST_HOPS = 8
const namesOf: WeakMap<HeapGraph, ReadonlyMap<number, string>> = new WeakMap()
const wrappedOf: WeakMap<HeapGraph, EdgeLookup> = new WeakMap()

/**
 * Name of a script; `null` for scripts without one (`eval`) and where no function of it is alive.
 * The first call for a graph is O(strings + locations), the others O(1).
 */
export function scriptName(graph: HeapGraph, scriptId: number): string | null {
  let names = namesOf.get(graph)
  if (names === undefined) {
    names = collectNames(graph)
    namesOf.set(graph, names)
  }
  return names.get(scriptId) ?? null
}

/**
 * The entry of the `locations` section for a node: of a closure, a generator or an async function where it was
 * written, of an instance where its class was. `null` where V8 gives none. O(log locations).
 */
export function codeLocation(graph: HeapGraph, node: NodeOrdinal): CodeLocation | null {
  const { count, node: nodes, scriptId, line, column } = graph.locations
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (nodes[middle] < node) low = middle + 1
    else high = middle
  }
  if (low === count || nodes[low] !== node) return null
  return { scriptId: scriptId[low], line: line[low], column: column[low] }
}

/** As `codeLocation`, with the script's name, and through bound functions; `null` where either is missing. */
export function functionLocation(graph: HeapGraph, node: NodeOrdinal): FunctionLocation | null {
  let wrapped = wrappedOf.get(graph)
  if (wrapped === undefined) {
    wrapped = edgeLookup(graph, 'internal', 'bound_function', 'function')
    wrappedOf.set(graph, wrapped)
  }
  let current: NodeOrdinal = node
  for (let hops = 0; hops < MOST_HOPS && current >= 0; hops++) {
    const location = codeLocation(graph, current)
    if (location !== null) {
      const script = scriptName(graph, location.scriptId)
      return script === null ? null : { ...location, script }
    }
    current = wrapped(current)
  }
  return null
}

/** One function of each script is enough. */
function collectNames(graph: HeapGraph): ReadonlyMap<number, string> {
  const { locations, nodeType, nodeName, strings } = graph
  const closure = graph.nodeTypes.indexOf('closure')
  const text = graph.nodeTypes.indexOf('string')
  const shared = edgeLookup(graph, 'internal', 'shared')
  const script = edgeLookup(graph, 'internal', 'script', 'script_or_debug_info')
  const name = edgeLookup(graph, 'internal', 'name')
  const names = new Map<number, string>()
  for (let row = 0; row < locations.count; row++) {
    const node = locations.node[row]
    if (nodeType[node] !== closure || names.has(locations.scriptId[row])) continue
    // Under a debugger the slot of the script holds a DebugInfo, which has the script in turn.
    let at = shared(node)
    for (let hops = 0; hops < 2 && at >= 0; hops++) {
      at = script(at)
      const named = at < 0 ? -1 : name(at)
      if (named < 0 || nodeType[named] !== text) continue
      names.set(locations.scriptId[row], strings.get(nodeName[named]))
      break
    }
  }
  return names
}
