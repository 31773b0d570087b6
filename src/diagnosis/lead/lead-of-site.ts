// A site of growth in the graph as a lead: its path, its holder, what grew, all in plain data.

import { foldPath, retainingPath } from '../../heap/index.ts'
import type { GrowthChild, GrowthSite, NodeOrdinal, RetainingPath } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import type { CompositionRow, Lead, LeadHolder, LeadStep } from './lead.ts'
import { contentsOf } from './contents-of-site.ts'
import { holderAt } from './holder-of-stream.ts'
import { leadSteps } from './lead-steps.ts'
import type { PlacedStep } from './lead-steps.ts'
import { withoutNodePrefix } from './node-prefix.ts'
import { nativeBeside } from './native-beside.ts'
import { nativeGrowth } from './native-growth.ts'
import type { Kept, NativeGrowth } from './native-growth.ts'
import { isSuspended, readKey } from './node-facts.ts'
import { cutting } from './cutting.ts'
import { slicedParentBytes } from './sliced-strings.ts'
import { stepView } from './step-view.ts'

/** Counts closer than this are those of keys and their values. */
const ALIKE = 0.9

/** O(length of the path). `null` where nothing was put into the holder that could be shown. */
export function leadOfSite(
  view: GraphView,
  site: GrowthSite,
  share: { bytes: number; exclusive: number },
): Lead | null {
  const child = mostTelling(site.topChildren)
  if (readKey(child?.classKey ?? '').nodeType === 'synthetic') return null
  const native = nativeGrowth(view, site, child)
  const example = native?.example ?? child?.example ?? site.attach[0]
  if (example === undefined) return null
  const path = native?.kept ? pathThrough(view, native.kept) : retainingPath(view.tree, example)
  const folded = foldPath(view.graph, path, { roles: view.roles, classes: view.trie.classes })
  const steps = leadSteps(
    folded,
    view.facts,
    stepView(view, (node) => view.births[node] !== 0),
  )
  const link = scopeLink(steps)
  const pendingAt = pendingChain(steps)
  const holders = native?.kept?.nodes.slice(0, 1) ?? site.attach
  const plain = link ?? pendingAt ?? faultyIndex(steps, holders)
  const found = chainOfValues(steps, plain) ?? plain
  const holder = holderAt(view, steps, link ?? found - 1)
  const shown = withoutNodePrefix(steps, Math.min(found - 1, firstFold(steps)))
  const faulty = found - shown.dropped
  const grown = readKey(child?.classKey ?? '')
  const above = steps[found - 1]
  const owned = native === null || native.example === null ? undefined : native.rows[0]
  const composition = site.composition.map((row): CompositionRow => ({
    ...readKey(row.classKey),
    objects: row.objects,
    bytes: row.bytes,
  }))
  return {
    steps: shownSteps(shown.steps, faulty, site),
    faultyStep: faulty,
    holder: native === null ? holder : openHolder(holder, native),
    grownClass: native?.entry ?? grown.className,
    grownCount: owned?.objects ?? child?.count ?? 0,
    grownPosition: grown.position,
    exampleIds: owned?.ownerIds ?? (child?.examples ?? []).map((node) => view.facts.objectId(node)),
    population: site.population,
    survivors: site.survivors,
    bornIn: site.rounds,
    exclusiveBytes: Math.max(site.exclusiveBytes, share.exclusive, cutFrees(view, steps[found])),
    // Closing is what frees an open resource; a cut does not.
    ...(owned === undefined
      ? cutting(view, site, { example, link: link ?? pendingAt, steps })
      : { whatIf: null, alsoHeldBy: null }),
    // Node lists its open resources in more than one place: none of them shares the blame with the others.
    shareBytes: owned === undefined ? share.bytes : Math.max(share.bytes, site.grown.bytes),
    retainedBytes: retained(site, cutFrees(view, steps[found]), owned !== undefined),
    composition,
    slicedParentBytes: slicedParentBytes(view, new Set(site.attach)),
    backingStoreBytes: bytesOf(composition, 'JSArrayBufferData'),
    chainedScopes: link !== null,
    ...foldFacts(steps),
    contents: contentsOf(view, site, { steps, found, holder }),
    natives: native?.rows ?? [],
    nativeBeside: above === undefined ? null : nativeBeside(view, above.from),
  }
}

/** What is open hangs from the engine's own handles, beside other things: it counts with all that grew with it. */
function retained(site: GrowthSite, freed: number, isOpen: boolean): number {
  return Math.max(site.retainedBytes, freed, isOpen ? site.grown.bytes : 0)
}

/** A Map's keys come with its values: of equally many the objects say more than the strings. */
function mostTelling(children: readonly GrowthChild[]): GrowthChild | undefined {
  const [most] = children
  if (most === undefined || !readKey(most.classKey).nodeType.includes('string')) return most
  const isObject = (one: GrowthChild): boolean => readKey(one.classKey).nodeType === 'object'
  return children.find((one) => isObject(one) && one.count >= ALIKE * most.count) ?? most
}

/** The engine's handles have no name: the report says what is open, and where a function of it stands. */
function openHolder(holder: LeadHolder, native: NativeGrowth): LeadHolder {
  const [row] = native.rows
  const unnamed = holder.nodeType === 'synthetic' && row !== undefined
  return {
    ...holder,
    name: unnamed ? row.owner : holder.name,
    position: holder.position ?? native.opener,
  }
}

/** Above the faulty reference all is meant to live, from it on nothing is: the two rules of LeakCanary's tracer. */
function shownSteps(
  steps: readonly PlacedStep[],
  faulty: number,
  { rounds }: GrowthSite,
): readonly LeadStep[] {
  const holder = rounds.length > 0 ? 'the holder' : 'the same path'
  return steps.map(({ step }, index) => {
    if (index >= faulty) {
      const because = step.because ?? 'held by what is above, which never lets go'
      return { ...step, status: 'stuck', because }
    }
    const isHolder = index === faulty - 1
    const because = isHolder ? `${holder} was there in the first snapshot` : step.because
    return { ...step, status: 'expected', because }
  })
}

/** The step whose edge leaves a holder; where no holder is on the path, the first step to something new. */
function faultyIndex(steps: readonly PlacedStep[], attach: readonly NodeOrdinal[]): number {
  const holders = new Set(attach)
  for (let i = steps.length - 1; i >= 0; i--) {
    const from = steps[i]?.from
    if (from !== undefined && holders.has(from)) return i
  }
  const firstNew = steps.findIndex((placed) => placed.step.status === 'stuck')
  return firstNew < 0 ? Math.max(0, steps.length - 1) : firstNew
}

/** Fewer repeats are a few nested functions, not a chain. */
const CHAIN_REPEATS = 10

/** The variable through which each scope of a folded chain of functions holds the next; `null` where there is none. */
function scopeLink(steps: readonly PlacedStep[]): number | null {
  const start = firstFold(steps)
  const cycle = cycleAt(steps, start)
  const waits = cycle.some(({ step }) => isSuspended(step.to) || step.to.includes('Promise'))
  const link = cycle.findIndex(({ step }) => isVariableOfScope(step) || isBoundFunction(step))
  const functions = cycle.some(({ step }) => step.nodeType === 'closure')
  return link < 0 || waits || !functions ? null : start + link
}

/** V8 knows no names for the variables of some scopes, those of blocks in functions that call `eval` for example. */
function isVariableOfScope(step: LeadStep): boolean {
  return step.edge === 'context' || (step.edge === 'hidden' && step.name.startsWith('(variable'))
}

/** What `bind` made keeps the function that it was made of. */
function isBoundFunction(step: LeadStep): boolean {
  return step.edge === 'internal' && step.name === 'bound_function'
}

/** Where a chain of suspended functions begins: above it is whatever was running at the moment. */
function pendingChain(steps: readonly PlacedStep[]): number | null {
  const start = firstFold(steps)
  return cycleAt(steps, start).some(({ step }) => isSuspended(step.to)) ? start : null
}

/**
 * Where a variable or property is set anew each time and each value holds the one before (the cause of an error, the
 * context of a context), or where entries of a WeakMap hang from one another: the link from value to value, so that
 * the variable is the holder.
 */
function chainOfValues(steps: readonly PlacedStep[], found: number): number | null {
  const start = firstFold(steps)
  const cycle = cycleAt(steps, start)
  if (cycle.some(({ step }) => step.name.startsWith('entry of WeakMap'))) return start
  const newest = steps[found]?.step
  if (cycle.length === 0 || start !== found + 1 || newest?.status !== 'stuck') return null
  if (newest.edge !== 'context' && newest.edge !== 'property') return null
  const plain = cycle.every(
    ({ step }) => step.nodeType === 'object' && !isSuspended(step.to) && step.to !== 'Promise',
  )
  return plain ? start : null
}

function firstFold(steps: readonly PlacedStep[]): number {
  const found = steps.findIndex(({ step }) => step.repeats >= CHAIN_REPEATS)
  return found < 0 ? steps.length : found
}

/** The steps of the fold that begins at `start`, those of its first round. */
function cycleAt(steps: readonly PlacedStep[], start: number): readonly PlacedStep[] {
  return steps.slice(start, start + (steps[start]?.step.foldedSteps ?? 0))
}

/** What cutting the faulty reference itself frees, where it leads to something new. */
function cutFrees(view: GraphView, target: PlacedStep | undefined): number {
  if (target === undefined || view.births[target.node] === 0) return 0
  return view.dominators.retainedSize[target.node] ?? 0
}

/** The longest repetition, and the suspended function in it where there is one. */
function foldFacts(steps: readonly PlacedStep[]): Pick<Lead, 'longestFold' | 'foldedFunction'> {
  let longestFold = 1
  let foldedFunction: Lead['foldedFunction'] = null
  for (const [index, { step }] of steps.entries()) {
    if (step.repeats <= longestFold) continue
    longestFold = step.repeats
    const waiting = cycleAt(steps, index).find((placed) => isSuspended(placed.step.to))
    foldedFunction =
      waiting === undefined ? null : { name: waiting.step.to, position: waiting.step.position }
  }
  return { longestFold, foldedFunction }
}

function bytesOf(rows: readonly CompositionRow[], className: string): number {
  let bytes = 0
  for (const row of rows) if (row.className.includes(className)) bytes += row.bytes
  return bytes
}

/** The path of an old collection, and on to one of its entries. */
function pathThrough(view: GraphView, kept: Kept): RetainingPath {
  const above = retainingPath(view.tree, kept.nodes[0] ?? 0)
  return {
    nodes: Uint32Array.of(...above.nodes, ...kept.nodes.slice(1)),
    edges: Uint32Array.of(...above.edges, ...kept.edges),
  }
}
