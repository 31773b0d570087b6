// Growth that levels off, in words.

import type { BoundedGrowth } from '../../protocol/index.ts'
import { bytesText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'

export interface BoundedWords {
  readonly title: string
  readonly ceiling: string
  readonly says: string
}

/** Title with its isolate, ceiling with its interval, and what else there is to say. */
export function boundedWords(growth: BoundedGrowth): BoundedWords {
  return {
    title: `${visibleText(growth.title)} (isolate ${visibleName(growth.isolate)})`,
    ceiling: ceilingWords(growth),
    says: visibleText(growth.says),
  }
}

function ceilingWords(growth: BoundedGrowth): string {
  const { ceilingBytes, ceilingLowBytes, ceilingHighBytes } = growth
  if (ceilingBytes === null) return 'ceiling: cannot be said'
  const interval =
    ceilingLowBytes === null || ceilingHighBytes === null
      ? ''
      : ` (${bytesText(ceilingLowBytes)} to ${bytesText(ceilingHighBytes)})`
  return `ceiling: ${bytesText(ceilingBytes)}${interval}`
}
