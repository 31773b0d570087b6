// The report for a terminal: verdict first, one screen a finding, nothing wider than the screen.

import type { Report } from '../../protocol/index.ts'
import { countText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { findingSection } from './finding-section.ts'
import { restSections } from './rest-sections.ts'
import { paragraph, screenOf } from './screen.ts'
import type { Screen } from './screen.ts'
import { verdictSection } from './verdict-section.ts'

const MOST_LISTED = 40

export interface TextOptions {
  /** Columns of the terminal; fewer than 40 are treated as 40. */
  readonly width: number
  /** Whether to paint with SGR sequences. */
  readonly color: boolean
  /** Findings that are drawn in full; the rest is listed by title. Default 10. */
  readonly maxFindings?: number
}

/** The report as text, with a newline at its end. Every string of the program is escaped and bounded. */
export function text(report: Report, options: TextOptions): string {
  const screen = screenOf(options.width, options.color)
  const total = report.findings.length
  const shown = report.findings.slice(0, Math.max(1, options.maxFindings ?? 10))
  const lines = verdictSection(screen, report)
  shown.forEach((finding, index) => {
    lines.push('', ...findingSection(screen, finding, { position: index + 1, total }))
  })
  lines.push(...listedFindings(screen, report, shown.length), ...restSections(screen, report))
  return `${lines.join('\n')}\n`
}

function listedFindings(screen: Screen, report: Report, from: number): string[] {
  const rest = report.findings.slice(from)
  if (rest.length === 0) return []
  const more =
    rest.length > MOST_LISTED ? [`  and ${countText(rest.length - MOST_LISTED)} more`] : []
  const lines = rest.slice(0, MOST_LISTED).flatMap((finding) => {
    return paragraph(screen, `${visibleName(finding.fingerprint)}  ${visibleText(finding.title)}`, {
      indent: 4,
    })
  })
  return ['', `  ${countText(rest.length)} more findings:`, ...lines, ...more]
}
