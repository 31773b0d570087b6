// Which of Node's native resources grow at a site, who owns them, and which collection of the program keeps them, too.
// While a resource is open Node itself holds it, so the path begins at the engine's handles and says nothing of the program.

import { ROLE_STORE, ROLE_USER, edgeLookup, retainingPath } from '../../heap/index.ts'
import type {
  EdgeOrdinal,
  GrowthChild,
  GrowthSite,
  NodeOrdinal,
  Retainers,
} from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import type { NativeRow, RawPosition } from './lead.ts'
import { NATIVE_KINDS } from './native-index.ts'
import { MOST_LOOKED_AT, nearest, nearestFunction } from './nearest-object.ts'

/** A telling kind may be rarer than what comes along with it: three pipes a process, three ports a thread. */
const TELLING_SHARE = 0.25
/** A resource must come with at least this share of the entries. */
const COMES_WITH = 0.5
const EXAMPLES = 8
const MOST_LEVELS = 64
/** Objects between a collection and the owner of the resource. */
const LEVELS_UP = 2
const MOST_OWNERS = 400

export interface NativeGrowth {
  readonly rows: readonly NativeRow[]
  /** Owner of a typical resource of the first row, e.g. a Socket; only where the engine's handles are the holder. */
  readonly example: NodeOrdinal | null
  /** The old collection of the program that most owners are in, and the edge into the entry of one of them. */
  readonly kept: Kept | null
  /** Class of what piles up: of the collection's entries, or of the owners where there is none; `null` without example. */
  readonly entry: string | null
  /** Where a function stands that the example holds, such as its listener. */
  readonly opener: RawPosition | null
}

/** The way from a collection to one of its entries, through its storage where the snapshot shows that. */
export interface Kept {
  readonly nodes: readonly NodeOrdinal[]
  readonly edges: readonly EdgeOrdinal[]
}

/**
 * `null` where no resource grows with the site, whose typical entries are `child`. O(new nodes), and O(edges) where the
 * holder is no object.
 */
export function nativeGrowth(
  view: GraphView,
  site: GrowthSite,
  child: GrowthChild | undefined,
): NativeGrowth | null {
  const { graph, natives } = view
  if (natives.size === 0) return null
  const holder = site.attach[0]
  if (holder === undefined) return null
  if (graph.nodeTypes[graph.nodeType[holder] ?? 0] !== 'synthetic') return besides(view, child)
  return below(view, new Set(site.attach))
}

/** Resources that hang from the engine's handles themselves. */
function below(view: GraphView, holders: ReadonlySet<NodeOrdinal>): NativeGrowth | null {
  const byKind = new Map<string, NodeOrdinal[]>()
  for (const [node, kind] of view.natives) {
    if (!hangsFrom(view, node, holders)) continue
    const nodes = byKind.get(kind)
    if (nodes === undefined) byKind.set(kind, [node])
    else nodes.push(node)
  }
  const [main] = telling(byKind)
  if (main === undefined) return null
  const rows = telling(byKind).map((kind) => nativeRow(view, kind, byKind.get(kind) ?? []))
  const owners = (byKind.get(main) ?? []).map((node) => ownerOf(view, node))
  const example = owners[owners.length >>> 1] ?? null
  const kept = keptIn(view, owners)
  const shown = kept?.nodes.at(-1)
  return {
    rows,
    example,
    kept,
    entry: shown === undefined ? (rows[0]?.owner ?? null) : view.facts.shapeName(shown),
    opener: example === null ? null : nearestFunction(view, example),
  }
}

/** Whether the first old node above a new one is among the holders; far up it is somebody else's. */
function hangsFrom(
  { tree, births }: GraphView,
  node: NodeOrdinal,
  holders: ReadonlySet<NodeOrdinal>,
): boolean {
  let at = node
  for (let level = 0; level < MOST_LEVELS && births[at] !== 0 && at !== 0; level++)
    at = tree.parent[at] ?? 0
  return holders.has(at)
}

/** Resources that come with what was put into a holder, one each. */
function besides(view: GraphView, child: GrowthChild | undefined): NativeGrowth | null {
  if (child === undefined || child.examples.length === 0) return null
  const found = new Map<string, Set<NodeOrdinal>>()
  for (const example of child.examples) {
    const native = nearest(view, example, (node) => view.natives.has(node))
    const kind = native === null ? undefined : view.natives.get(native)
    if (native === null || kind === undefined) continue
    found.set(kind, (found.get(kind) ?? new Set()).add(native))
  }
  const rows: NativeRow[] = []
  for (const [kind, nodes] of found) {
    const all = [...view.natives].filter(([, other]) => other === kind).map(([node]) => node)
    const wanted = COMES_WITH * child.examples.length
    if (nodes.size < wanted || all.length < COMES_WITH * child.count) continue
    rows.push(nativeRow(view, kind, all, [...nodes]))
  }
  rows.sort((a, b) => NATIVE_KINDS.indexOf(a.kind) - NATIVE_KINDS.indexOf(b.kind))
  return rows.length === 0 ? null : { rows, example: null, kept: null, entry: null, opener: null }
}

/** Kinds that are not just company, the most telling first. */
function telling(byKind: ReadonlyMap<string, readonly NodeOrdinal[]>): string[] {
  const most = Math.max(0, ...[...byKind.values()].map((nodes) => nodes.length))
  return [...byKind]
    .filter(([, nodes]) => nodes.length >= TELLING_SHARE * most)
    .map(([kind]) => kind)
    .sort((a, b) => NATIVE_KINDS.indexOf(a) - NATIVE_KINDS.indexOf(b))
}

function nativeRow(
  view: GraphView,
  kind: string,
  nodes: readonly NodeOrdinal[],
  examples: readonly NodeOrdinal[] = spread(nodes),
): NativeRow {
  const perRound: number[] = []
  for (const node of nodes) {
    const round = (view.births[node] ?? 1) - 1
    perRound[round] = (perRound[round] ?? 0) + 1
  }
  const owners = examples.map((node) => ownerOf(view, node))
  return {
    kind,
    owner: view.facts.className(owners[owners.length >>> 1] ?? 0),
    objects: nodes.length,
    perRound: Array.from(perRound, (count) => count ?? 0),
    near: nearClasses(view, owners),
    ownerIds: owners.map((node) => view.facts.objectId(node)),
  }
}

function spread(nodes: readonly NodeOrdinal[]): NodeOrdinal[] {
  const step = Math.max(1, Math.floor(nodes.length / EXAMPLES))
  return nodes.filter((_, index) => index % step === 0).slice(0, EXAMPLES)
}

/** The object that people know the resource by, a Socket of a TCP; the resource itself where Node names none. */
function ownerOf(view: GraphView, native: NodeOrdinal): NodeOrdinal {
  const owner = edgeLookup(view.graph, 'property', '<symbol owner_symbol>')(native)
  if (owner >= 0 && view.facts.nodeType(owner) === 'object') return owner
  const rows = view.retainers()
  for (let row = firstRow(rows, native); row < firstRow(rows, native + 1); row++) {
    const from = rows.retainerNode[row] ?? 0
    const name = edgeText(view, rows.retainerEdge[row] ?? 0)
    if (/kHandle|_handle|#connection|^handle$/.test(name) && view.births[from] !== 0) return from
  }
  return native
}

/** Node's own classes that at least a quarter of the objects refer to by a property, directly or over one object between. */
function nearClasses(view: GraphView, owners: readonly NodeOrdinal[]): string[] {
  const counts = new Map<string, number>()
  for (const owner of owners) {
    const found = new Set<string>()
    for (const node of fieldsOf(view, owner)) {
      found.add(nodeClass(view, node))
      for (const further of fieldsOf(view, node)) found.add(nodeClass(view, further))
    }
    for (const name of found) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const own = new Set(owners.map((owner) => view.facts.className(owner)))
  return [...counts]
    .filter(([name, count]) => name !== '' && !own.has(name) && count >= owners.length / 4)
    .map(([name]) => name)
    .sort()
}

function fieldsOf({ graph }: GraphView, node: NodeOrdinal): NodeOrdinal[] {
  const found: NodeOrdinal[] = []
  const property = graph.edgeTypes.indexOf('property')
  for (let edge = graph.firstEdge[node] ?? 0; edge < (graph.firstEdge[node + 1] ?? 0); edge++) {
    if (graph.edgeType[edge] !== property) continue
    const name = graph.strings.get(graph.edgeName[edge] ?? 0)
    if (name !== '__proto__' && name !== 'constructor') found.push(graph.edgeTo[edge] ?? 0)
  }
  return found
}

/** The object's class where Node.js wrote it, else empty. */
function nodeClass({ facts }: GraphView, node: NodeOrdinal): string {
  if (facts.nodeType(node) !== 'object') return ''
  return facts.position(node)?.script.startsWith('node:') === true ? facts.className(node) : ''
}

function edgeText({ graph }: GraphView, edge: EdgeOrdinal): string {
  const type = graph.edgeTypes[graph.edgeType[edge] ?? 0]
  return type === 'element' || type === 'hidden' ? '' : graph.strings.get(graph.edgeName[edge] ?? 0)
}

function firstRow(rows: Retainers, node: NodeOrdinal): number {
  return rows.firstRetainer[node] ?? 0
}

/** The old object through whose storage most owners are reached, over at most two objects between. */
function keptIn(view: GraphView, owners: readonly NodeOrdinal[]): Kept | null {
  const counts = new Map<NodeOrdinal, { count: number; readonly kept: Kept }>()
  const asked = owners.slice(-MOST_OWNERS)
  for (const owner of asked) {
    for (const kept of collectionsOf(view, owner)) {
      const holder = kept.nodes[0] ?? 0
      const known = counts.get(holder)
      if (known === undefined) counts.set(holder, { count: 1, kept })
      else known.count++
    }
  }
  const enough = Math.max(2, COMES_WITH * asked.length)
  const most = [...counts.values()].filter(({ count }) => count >= enough)
  most.sort((a, b) => b.count - a.count)
  return most.find(({ kept }) => isTelling(view, kept.nodes[0] ?? 0))?.kept ?? null
}

/** Node's own queues and lists say nothing of the program; an agent's list of sockets does. */
function isTelling({ tree, facts }: GraphView, holder: NodeOrdinal): boolean {
  let byNode = false
  for (const node of retainingPath(tree, holder).nodes) {
    const script = facts.position(node)?.script ?? ''
    if (script === '') continue
    if (!script.startsWith('node:') || facts.className(node) === 'Agent') return true
    byNode = true
  }
  return !byNode
}

/** Old objects that hold the owner, or an object that holds it; what is in one only once is no collection of them. */
function collectionsOf(view: GraphView, owner: NodeOrdinal): Kept[] {
  const { births, roles } = view
  const rows = view.retainers()
  const found: Kept[] = []
  const seen = new Set<NodeOrdinal>([owner])
  const queue: Climb[] = [{ node: owner, nodes: [owner], edges: [], level: 0 }]
  for (let head = 0; head < queue.length && seen.size < MOST_LOOKED_AT; head++) {
    const at = queue[head]
    if (at === undefined) break
    for (let row = firstRow(rows, at.node); row < firstRow(rows, at.node + 1); row++) {
      const from = rows.retainerNode[row] ?? 0
      const role = roles[from]
      if (seen.has(from) || (role !== ROLE_USER && role !== ROLE_STORE)) continue
      seen.add(from)
      const edges = [rows.retainerEdge[row] ?? 0, ...at.edges]
      const nodes = [from, ...at.nodes]
      const isNew = births[from] !== 0
      if (role === ROLE_STORE) queue.push({ node: from, nodes, edges, level: at.level })
      else if (!isNew && view.facts.nodeType(from) === 'object') found.push({ nodes, edges })
      else if (isNew && at.level < LEVELS_UP)
        queue.push({ node: from, nodes: [from], edges: [], level: at.level + 1 })
    }
  }
  return found
}

/** On the way up: an object or its storage, and the way down from it to the entry. */
interface Climb extends Kept {
  readonly node: NodeOrdinal
  readonly level: number
}
