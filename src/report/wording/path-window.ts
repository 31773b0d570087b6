// Which steps of a retaining path are drawn. Real paths are short once repeats are folded, and are drawn whole; a path
// that is longer than a screen keeps its two ends and the faulty reference.

import type { Finding, PathStep } from '../../protocol/index.ts'

/** Steps that are drawn at most. */
const MOST_STEPS = 24

export type DrawnStep =
  | {
      readonly kind: 'step'
      readonly step: PathStep
      readonly index: number
      readonly faulty: boolean
      readonly last: boolean
    }
  | { readonly kind: 'gap'; readonly hidden: number }

/** The steps to draw, from the GC root down; gaps say how many steps they hide. O(path). */
export function drawnSteps(finding: Pick<Finding, 'path' | 'faultyStep'>): DrawnStep[] {
  const { path, faultyStep } = finding
  const drawn: DrawnStep[] = []
  let hidden = 0
  path.forEach((step, index) => {
    if (!isDrawn(index, path.length, faultyStep)) {
      hidden++
      return
    }
    if (hidden > 0) drawn.push({ kind: 'gap', hidden })
    hidden = 0
    drawn.push({
      kind: 'step',
      step,
      index,
      faulty: index === faultyStep,
      last: index === path.length - 1,
    })
  })
  return drawn
}

function isDrawn(index: number, length: number, faultyStep: number | null): boolean {
  if (length <= MOST_STEPS) return true
  const third = MOST_STEPS / 3
  const nearFault = faultyStep !== null && Math.abs(index - faultyStep) < third / 2
  return index < third || index >= length - third || nearFault
}
