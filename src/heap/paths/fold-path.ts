// A path as a person reads it: private storage is part of its owner, and what repeats is told once. A chain of 600,000
// steps becomes a handful.

import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { EdgeLabels } from './edge-label.ts'
import type { EdgeLabel } from './edge-label.ts'
import { ROLE_STORE, nodeRoles } from './node-role.ts'
import { pathClasses } from './path-class.ts'
import type { PathClasses } from './path-class.ts'
import type { RetainingPath } from './retaining-path.ts'

export interface PathStepRef {
  /** The last edge of the step; the one into the storage comes before it where the step runs through storage. */
  readonly edge: EdgeOrdinal
  /** The node that holds: an object of the program, not its storage. */
  readonly from: NodeOrdinal
  readonly to: NodeOrdinal
  readonly label: EdgeLabel
}

/** A run of steps that comes `repeats` times in a row; its `steps` are those of the first time. */
export interface FoldedStep {
  readonly steps: readonly PathStepRef[]
  readonly repeats: number
}

export interface FoldOptions {
  readonly roles?: Uint8Array
  readonly classes?: PathClasses
  /** Longest period looked for; 12. */
  readonly maxPeriod?: number
  /** Fewest repeats worth folding; 3. */
  readonly minRepeats?: number
}

/**
 * The steps of a path with repetition folded: two steps are alike when edge label and class are, functions and
 * generators being told apart by where they were written. O(length × period); allocates a u32 a step.
 */
export function foldPath(
  graph: HeapGraph,
  path: RetainingPath,
  options: FoldOptions = {},
): FoldedStep[] {
  const roles = options.roles ?? nodeRoles(graph)
  const classes = options.classes ?? pathClasses(graph)
  const steps = ownersOnly(path, roles)
  const labels = new EdgeLabels(graph)
  const keys = stepKeys(graph, steps, labels, classes)
  const ref = (i: number): PathStepRef => stepAt(graph, steps, labels, i)
  const maxPeriod = options.maxPeriod ?? 12
  const minRepeats = options.minRepeats ?? 3

  const folded: FoldedStep[] = []
  for (let at = 0; at < keys.length;) {
    const { period, repeats } = longestRun(keys, at, maxPeriod, minRepeats)
    if (repeats === 1) {
      folded.push({ steps: [ref(at)], repeats: 1 })
      at++
      continue
    }
    folded.push({ steps: Array.from({ length: period }, (_, i) => ref(at + i)), repeats })
    at += period * repeats
  }
  return folded
}

interface OwnerSteps {
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly edge: Uint32Array
  /** 1 where the step runs through storage, so that its edge is an entry of it. */
  readonly entry: Uint8Array
}

/** The steps between nodes that are not storage; storage at the very end of a path stays. */
function ownersOnly(path: RetainingPath, roles: Uint8Array): OwnerSteps {
  const last = path.nodes.length - 1
  const from = new Uint32Array(Math.max(last, 0))
  const to = new Uint32Array(from.length)
  const edge = new Uint32Array(from.length)
  const entry = new Uint8Array(from.length)
  let count = 0
  let owner = path.nodes[0]
  let inside = 0
  for (let i = 1; i <= last; i++) {
    const node = path.nodes[i]
    if (roles[node] === ROLE_STORE && i < last) {
      inside = 1
      continue
    }
    from[count] = owner
    to[count] = node
    edge[count] = path.edges[i - 1]
    entry[count++] = inside
    owner = node
    inside = 0
  }
  return {
    from: from.subarray(0, count),
    to: to.subarray(0, count),
    edge: edge.subarray(0, count),
    entry: entry.subarray(0, count),
  }
}

/** What an entry of an object's storage is called, whatever the storage calls it. */
export function entryLabel(label: EdgeLabel): EdgeLabel {
  return label.name === 'WeakMap entry' ? label : { type: 'element', name: '[…]' }
}

function labelAt(graph: HeapGraph, steps: OwnerSteps, labels: EdgeLabels, i: number): EdgeLabel {
  if (steps.entry[i] === 0) return labels.of(steps.edge[i], steps.from[i])
  const type = graph.edgeTypes[graph.edgeType[steps.edge[i]]]
  const name = type === 'internal' ? graph.strings.get(graph.edgeName[steps.edge[i]]) : ''
  return entryLabel({ type, name: name.includes(' / part of key ') ? 'WeakMap entry' : name })
}

function stepAt(graph: HeapGraph, steps: OwnerSteps, labels: EdgeLabels, i: number): PathStepRef {
  return {
    edge: steps.edge[i],
    from: steps.from[i],
    to: steps.to[i],
    label: labelAt(graph, steps, labels, i),
  }
}

function stepKeys(
  graph: HeapGraph,
  steps: OwnerSteps,
  labels: EdgeLabels,
  classes: PathClasses,
): Uint32Array {
  const known = new Map<string, number>()
  return Uint32Array.from(steps.to, (node, i) => {
    const { type, name } = labelAt(graph, steps, labels, i)
    const key = `${type} ${classes.of[node]} ${name}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, known.size)
    return known.size - 1
  })
}

/** The period that covers most steps from `at` on, of equal ones the shortest; one repeat where nothing folds. */
function longestRun(
  keys: Uint32Array,
  at: number,
  maxPeriod: number,
  minRepeats: number,
): { period: number; repeats: number } {
  let period = 1
  let repeats = 1
  for (let length = 1; length <= maxPeriod && at + 2 * length <= keys.length; length++) {
    let end = at + length
    while (end < keys.length && keys[end] === keys[end - length]) end++
    const times = Math.floor((end - at) / length)
    if (times >= minRepeats && times * length > period * repeats) {
      period = length
      repeats = times
    }
  }
  return { period, repeats }
}
