// Paths to a module's variables run through a dozen of Node's own objects: global, process, the loader, its cache.
// They say nothing about the program, so they are told as one step: the module that Node keeps loaded.

import type { LeadStep } from './lead.ts'
import type { PlacedStep } from './lead-steps.ts'

/** A prefix shorter than this is shown as it is. */
const WORTH_FOLDING = 3

/**
 * The steps with everything up to the module's own scope folded into one. `keep` is the index of the first step that
 * must stay. Returns the steps and how many were dropped before `keep`.
 */
export function withoutModulePrefix(
  steps: readonly PlacedStep[],
  keep: number,
): { readonly steps: readonly PlacedStep[]; readonly dropped: number } {
  const module = moduleStep(steps, keep)
  if (module < WORTH_FOLDING) return { steps, dropped: 0 }
  let next = module + 1
  while (next < keep && isModuleInside(steps[next]?.step)) next++
  const file = fileAfter(steps, module)
  const last = steps[next - 1]
  if (last === undefined) return { steps, dropped: 0 }
  const folded: PlacedStep = {
    from: 0,
    node: last.node,
    step: {
      edge: 'internal',
      name: 'loaded modules',
      to: file === null ? 'module' : `module ${baseName(file)}`,
      status: 'expected',
      because: `Node keeps every loaded module; ${next} of its own steps are not shown`,
      nodeType: 'object',
      position: file === null ? null : { script: file, line: 1, column: 1 },
      repeats: 1,
      foldedSteps: 1,
    },
  }
  return { steps: [folded, ...steps.slice(next)], dropped: next - 1 }
}

/** The last module record on the path before `keep`, of either module system; -1 where there is none. */
function moduleStep(steps: readonly PlacedStep[], keep: number): number {
  for (let i = keep - 1; i > 0; i--) {
    const step = steps[i]?.step
    const above = steps[i - 1]?.step
    if (step === undefined || above === undefined) break
    if (step.to.includes('SourceTextModule')) return i
    if (step.to === 'Module' && (above.name === '_cache' || above.name === 'children')) return i
  }
  return -1
}

/** What lies between an ES module's record and its variables: the suspended body and its scope. */
function isModuleInside(step: LeadStep | undefined): boolean {
  if (step === undefined || step.edge === 'context' || step.edge === 'property') return false
  return (
    step.to === 'scope' || step.to.startsWith('generator') || step.to.startsWith('async function')
  )
}

function fileAfter(steps: readonly PlacedStep[], from: number): string | null {
  for (const { step } of steps.slice(from)) {
    if (step.position !== null && !step.position.script.startsWith('node:'))
      return step.position.script
  }
  return null
}

function baseName(file: string): string {
  const parts = file.split(/[/\\]/)
  const inPackage = parts.lastIndexOf('node_modules')
  return inPackage < 0 ? parts.slice(-1).join('/') : parts.slice(inPackage + 1).join('/')
}
