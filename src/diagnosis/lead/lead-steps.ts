// A folded path of the heap as the steps of a lead, with what is known of each object on it.

import type { EdgeOrdinal, FoldedStep, NodeOrdinal, PathStepRef } from '../../heap/index.ts'
import type { PathStep } from '../../protocol/index.ts'
import { CELL } from './exported-variable.ts'
import type { ExportedVariable } from './exported-variable.ts'
import type { LeadStep } from './lead.ts'
import { isSuspended } from './node-facts.ts'
import type { NodeFacts } from './node-facts.ts'

const EDGES: ReadonlySet<string> = new Set([
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
])

/** A step with the node it leads to, which does not leave the worker. */
export interface PlacedStep {
  readonly step: LeadStep
  readonly from: NodeOrdinal
  readonly node: NodeOrdinal
}

export interface StepView {
  /** Whether a node was made after the first snapshot. */
  isNew(node: NodeOrdinal): boolean
  /** The WeakMap that an entry's edge belongs to, by the name it is reached by. */
  weakMapName(edge: EdgeOrdinal): string | null
  /** The variable of an ES module that a cell is. */
  exported(cell: NodeOrdinal): ExportedVariable | null
}

/** O(steps shown). */
export function leadSteps(
  folded: readonly FoldedStep[],
  facts: NodeFacts,
  view: StepView,
): PlacedStep[] {
  const placed: PlacedStep[] = []
  for (const fold of folded) {
    for (const [index, ref] of fold.steps.entries()) {
      const made = view.isNew(ref.to)
      const first = index === 0
      const exported = ref.label.name === 'value' ? variableOf(ref.from, facts, view) : null
      const cell = variableOf(ref.to, facts, view)
      const position = cell === null ? positionOf(facts, ref.to) : cell.position
      placed.push({
        from: ref.from,
        node: ref.to,
        step: {
          edge: exported === null ? edgeType(ref.label.type) : 'context',
          name: exported === null ? stepName(ref, view) : exported.name,
          to:
            cell === null
              ? shownClass(made ? facts.shapeName(ref.to) : facts.className(ref.to))
              : moduleName(cell),
          status: made ? 'stuck' : 'expected',
          because: made ? 'made after the first snapshot and never freed' : null,
          nodeType: facts.nodeType(ref.to),
          position,
          repeats: first ? fold.repeats : 1,
          foldedSteps: first ? fold.steps.length : 1,
        },
      })
    }
  }
  return placed
}

/** The exported variable of a module that a node is the cell of; `null` for all other nodes. */
function variableOf(node: NodeOrdinal, facts: NodeFacts, view: StepView): ExportedVariable | null {
  return facts.className(node) === CELL ? view.exported(node) : null
}

function moduleName({ position }: ExportedVariable): string {
  const file = position?.script.split(/[/\\]/).at(-1) ?? ''
  return file === '' ? 'an ES module' : `module ${file}`
}

/** An entry of a WeakMap hangs from its key; the map's own name says more than the key's. */
function stepName(ref: PathStepRef, view: StepView): string {
  if (ref.label.name !== 'WeakMap entry') return ref.label.name
  const map = view.weakMapName(ref.edge)
  return map === null ? 'WeakMap entry' : `entry of WeakMap ${map}`
}

function positionOf(facts: NodeFacts, node: NodeOrdinal): LeadStep['position'] {
  const type = facts.nodeType(node)
  if (type === 'closure' || isSuspended(facts.className(node))) return facts.position(node)
  return type === 'object' ? facts.position(node) : null
}

function edgeType(type: string): PathStep['edge'] {
  return EDGES.has(type) ? (type as PathStep['edge']) : 'hidden'
}

/** V8's own words for a scope, said as people say it. */
function shownClass(className: string): string {
  return className === '(system) Context' ? 'scope' : className
}
