// What the steps of a lead need of a snapshot to be named: which objects are new, whose entry an edge of a WeakMap is,
// and which variable an ES module's cell stands for.

import type { NodeOrdinal } from '../../heap/index.ts'
import { exportedVariable } from './exported-variable.ts'
import type { ExportedVariable } from './exported-variable.ts'
import type { GraphView } from './graph-view.ts'
import type { StepView } from './lead-steps.ts'
import { weakMapName } from './weak-map-name.ts'

/** O(1); what it answers is computed when asked. */
export function stepView(view: GraphView, isNew: (node: NodeOrdinal) => boolean): StepView {
  const variables = new Map<NodeOrdinal, ExportedVariable | null>()
  return {
    isNew,
    weakMapName: (edge) => weakMapName(view, edge),
    exported(cell) {
      const known = variables.get(cell)
      const variable = known === undefined ? exportedVariable(view, cell) : known
      variables.set(cell, variable)
      return variable
    },
  }
}
