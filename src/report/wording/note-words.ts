// The notes of a report, with the false discovery rate as the last of them.

import type { Report } from '../../protocol/index.ts'
import { percentText } from '../../units/index.ts'
import { visibleText } from '../escape/visible-text.ts'

const MOST_NOTES = 20

/** Up to twenty notes, one sentence each. */
export function noteSentences(report: Report): string[] {
  const notes = report.notes.slice(0, MOST_NOTES).map((note) => visibleText(note))
  const rate = report.falseDiscoveryRate
  if (rate === null || report.findings.length === 0) return notes
  return [
    ...notes,
    `Of the findings, ${percentText(rate)} are expected to be false (false discovery rate).`,
  ]
}
