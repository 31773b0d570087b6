// Recognises what is kept by design on a lead's path. It explains; it hides only little growth that nothing confirms.

import type { KnownCase } from '../../protocol/index.ts'
import type { Lead, LeadStep } from '../lead/lead.ts'
import type { KnownRetainer, StepSign } from './known-retainer.ts'
import { KNOWN_RETAINERS } from './retainers/index.ts'

export interface RetainerOnPath {
  /** Index of the step in `lead.steps`. */
  readonly step: number
  readonly rule: KnownRetainer
}

/** How far above what grew a retainer may be: its table, a bucket, an entry. */
const NEAR = 3

/** The retainers at or above the faulty reference, nearest to it first. O(path × rules). */
export function retainersOnPath(
  lead: Pick<Lead, 'steps' | 'faultyStep'>,
  rules: readonly KnownRetainer[] = KNOWN_RETAINERS,
): RetainerOnPath[] {
  const found: RetainerOnPath[] = []
  let script = ''
  const scripts = lead.steps.map((step) => (script = step.position?.script ?? script))
  for (let step = Math.min(lead.faultyStep, lead.steps.length - 1); step >= 0; step--) {
    const rule = rules.find((one) => fits(one.step, lead.steps, step, scripts[step] ?? ''))
    if (rule !== undefined) found.push({ step, rule })
  }
  return found
}

function fits(sign: StepSign, steps: readonly LeadStep[], at: number, script: string): boolean {
  const step = steps[at]
  if (step === undefined) return false
  if (sign.name !== undefined && !sign.name.test(step.name)) return false
  if (sign.to !== undefined && !sign.to.test(step.to)) return false
  if (sign.from !== undefined && !sign.from.test(steps[at - 1]?.to ?? '')) return false
  return sign.script === undefined || sign.script.test(script)
}

/** The retainer that what grew hangs from directly; `null` where a variable or property of a program lies between. */
function nearRetainer(lead: Lead): RetainerOnPath | null {
  const [near] = retainersOnPath(lead)
  if (near === undefined || lead.faultyStep - near.step > NEAR) return null
  const below = lead.steps.slice(near.step + 1, lead.faultyStep + 1)
  return below.every(isOwnPart) ? near : null
}

/** An entry, or storage: nothing that somebody gave a name in source. */
function isOwnPart(step: LeadStep): boolean {
  if (step.to === 'scope' || step.name === 'context' || step.edge === 'context') return false
  return step.edge !== 'property' || step.name.startsWith('[')
}

/** Whether growth of so many bytes is what a retainer does by design, and no finding while nothing confirms it. */
export function isByDesign(lead: Lead, grownBytes: number): boolean {
  return grownBytes < (nearRetainer(lead)?.rule.allowanceBytes ?? 0)
}

/** The case for the report; `null` where what grew hangs from no known retainer. */
export function knownRetainer(lead: Lead): KnownCase | null {
  const rule = nearRetainer(lead)?.rule
  if (rule === undefined) return null
  const { package: name, versions, url, says } = rule
  return { kind: 'retainer', package: name, versions, fixedIn: null, url, says }
}
