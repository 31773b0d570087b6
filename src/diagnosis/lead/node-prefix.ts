// Paths to a program's objects often begin with a dozen of Node's own: global, process, the loader and its cache, or
// the lists of timers and a promise that waits for one. They say nothing about the program and differ between runs
// and versions, so they are told as one step that says what kind of thing keeps the program's first object alive.

import type { LeadStep } from './lead.ts'
import type { PlacedStep } from './lead-steps.ts'

/** A prefix shorter than this is shown as it is. */
const WORTH_FOLDING = 5

interface Keeper {
  readonly name: string
  readonly because: string
  readonly recognise: (step: LeadStep) => boolean
}

const KEEPERS: readonly Keeper[] = [
  {
    name: 'loaded modules',
    because: 'Node keeps every loaded module',
    recognise: (step) => step.name === '_cache' || /SourceTextModule|ModuleLoader/.test(step.to),
  },
  {
    name: 'main module',
    because: 'Node keeps the main module and its children',
    recognise: (step) => step.name === 'mainModule',
  },
  {
    name: 'active timers',
    because: 'a timer that has not fired keeps what waits for it',
    recognise: (step) => step.to === 'TimersList' || step.to === 'PriorityQueue',
  },
  {
    name: 'Node.js',
    because: 'an object of Node.js itself keeps it',
    recognise: (step) => step.to === 'global' || step.to === 'process',
  },
]

/** The steps with Node's own beginning folded into one; `keep` is the first index that must stay. */
export function withoutNodePrefix(
  steps: readonly PlacedStep[],
  keep: number,
): { readonly steps: readonly PlacedStep[]; readonly dropped: number } {
  const first = steps.findIndex(({ step }, index) => index < keep && isProgram(step))
  const prefix = steps.slice(0, first)
  const keeper = KEEPERS.find((one) => prefix.some(({ step }) => one.recognise(step)))
  const target = steps[first]
  if (target === undefined || first < WORTH_FOLDING || keeper === undefined) {
    return { steps, dropped: 0 }
  }
  const folded: PlacedStep = {
    ...target,
    step: {
      ...target.step,
      edge: 'internal',
      name: keeper.name,
      to: moduleName(prefix.at(-1)?.step, target.step),
      because: `${keeper.because}; ${first} steps through Node.js are not shown`,
    },
  }
  return { steps: [folded, ...steps.slice(first + 1)], dropped: first }
}

/** Written by the program or a package, not by Node. */
function isProgram(step: LeadStep): boolean {
  return step.position !== null && !step.position.script.startsWith('node:')
}

/** The suspended body of an ES module is the module itself. */
function moduleName(above: LeadStep | undefined, step: LeadStep): string {
  if (above?.to.includes('SourceTextModule') !== true || step.position === null) return step.to
  const parts = step.position.script.split(/[/\\]/)
  return `module ${parts.at(-1) ?? ''}`
}
