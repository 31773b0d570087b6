// Two snapshots of one process, class by class: what was made between them, what went, and what it weighs. In the form that
// users of memwatch know.

import { births, className, identitySample, isSameProcess, objectIds } from '../../heap/index.ts'
import type { HeapGraph, IdentitySample, ObjectIds } from '../../heap/index.ts'

/** One class. Bytes are shallow sizes, the change of their sum. */
export interface ClassChange {
  readonly what: string
  readonly bytes: number
  readonly made: number
  readonly freed: number
}

export interface HeapTotals {
  readonly nodes: number
  readonly bytes: number
}

export interface CountedDiff {
  readonly before: HeapTotals
  readonly after: HeapTotals
  readonly made: number
  readonly freed: number
  /** Most bytes first; classes that did not change are left out. */
  readonly classes: readonly ClassChange[]
}

/** What is kept of the first snapshot while the second is read: 8 bytes a node. */
export interface FirstCounts {
  readonly totals: HeapTotals
  readonly classes: ReadonlyMap<string, Tally>
  readonly ids: ObjectIds
  readonly identity: IdentitySample
}

interface Tally {
  objects: number
  bytes: number
}

/** O(nodes log nodes). */
export function firstCounts(graph: HeapGraph): FirstCounts {
  const classes = new Map<string, Tally>()
  let bytes = 0
  for (let node = 0; node < graph.nodeCount; node++) {
    const size = graph.shallowSize[node] ?? 0
    bytes += size
    add(classes, className(graph, node), size)
  }
  const ids = objectIds(graph)
  const totals = { nodes: graph.nodeCount, bytes }
  return { totals, classes, ids, identity: identitySample(ids) }
}

/**
 * O(nodes log nodes). Where V8 has forgotten the objects' numbers in between, as it does when a debugger leaves, what was made
 * and freed is the least that the counts allow.
 */
export function countedDiff(first: FirstCounts, graph: HeapGraph): CountedDiff {
  const isNumbered = isSameProcess(first.identity, graph)
  const born = births(graph, isNumbered ? [first.ids] : [])
  const now = new Map<string, Tally>()
  const stayed = new Map<string, Tally>()
  const unnumbered = new Set<string>()
  const native = graph.nodeTypes.indexOf('native')
  let bytes = 0
  for (let node = 0; node < graph.nodeCount; node++) {
    const name = className(graph, node)
    const size = graph.shallowSize[node] ?? 0
    bytes += size
    add(now, name, size)
    // Node's own native objects get new numbers in each snapshot.
    if (!isNumbered || graph.nodeType[node] === native) unnumbered.add(name)
    else if (born[node] === 0) add(stayed, name, size)
  }
  const classes: ClassChange[] = []
  for (const what of new Set([...first.classes.keys(), ...now.keys()])) {
    const before = first.classes.get(what) ?? NOTHING
    const after = now.get(what) ?? NOTHING
    const kept = unnumbered.has(what)
      ? Math.min(before.objects, after.objects)
      : (stayed.get(what)?.objects ?? 0)
    // An object may get another class when it gets a field: nobody is freed less than never.
    const made = Math.max(0, after.objects - kept)
    const freed = Math.max(0, before.objects - kept)
    const change = after.bytes - before.bytes
    if (made > 0 || freed > 0 || change !== 0) classes.push({ what, bytes: change, made, freed })
  }
  return {
    before: first.totals,
    after: { nodes: graph.nodeCount, bytes },
    made: sum(classes, (one) => one.made),
    freed: sum(classes, (one) => one.freed),
    classes: classes.sort((a, b) => b.bytes - a.bytes || b.made - a.made),
  }
}

const NOTHING: Readonly<Tally> = { objects: 0, bytes: 0 }

function add(tallies: Map<string, Tally>, name: string, bytes: number): void {
  const tally = tallies.get(name)
  if (tally === undefined) tallies.set(name, { objects: 1, bytes })
  else {
    tally.objects += 1
    tally.bytes += bytes
  }
}

function sum(classes: readonly ClassChange[], part: (one: ClassChange) => number): number {
  return classes.reduce((all, one) => all + part(one), 0)
}
