// One step of a retaining path in words.

import type { PathStep } from '../../protocol/index.ts'
import { countText } from '../../units/index.ts'
import { visibleName } from '../escape/visible-text.ts'

const EDGE_WORDS: Readonly<Record<PathStep['edge'], string>> = {
  context: 'variable',
  element: 'element',
  property: 'property',
  internal: 'internal',
  hidden: 'hidden',
  shortcut: 'shortcut',
  weak: 'weak',
}

const STATUS_WORDS: Readonly<Record<PathStep['status'], string>> = {
  expected: 'meant to live',
  stuck: 'should be gone',
  unknown: '',
}

/** `variable sessions`; array indexes and keys already read `[…]` and need no noun. */
export function edgeWords(step: PathStep): string {
  const name = visibleName(step.name)
  if (step.edge === 'element' || name === '') return name === '' ? edgeWord(step) : name
  return `${edgeWord(step)} ${name}`
}

/** The kind of an edge as a noun, e.g. `variable`. */
export function edgeWord(step: PathStep): string {
  return EDGE_WORDS[step.edge] ?? visibleName(step.edge)
}

/** `× 20,001`, with how many steps repeat where it is more than one; empty where nothing is folded. */
export function repeatWords(step: PathStep): string {
  if (step.repeats <= 1) return ''
  const times = `× ${countText(step.repeats)}`
  if (step.foldedSteps <= 1) return times
  return `${times}, with the ${step.foldedSteps === 2 ? 'step' : `${countText(step.foldedSteps - 1)} steps`} before it`
}

/** Status and its reason, each empty where nothing is known. */
export function statusParts(step: PathStep): { readonly status: string; readonly because: string } {
  return {
    status: STATUS_WORDS[step.status] ?? '',
    because: step.because === null ? '' : visibleName(step.because),
  }
}

/** `should be gone: its response finished`; empty where nothing is known. */
export function statusWords(step: PathStep): string {
  const { status, because } = statusParts(step)
  return status === '' || because === '' ? status + because : `${status}: ${because}`
}
