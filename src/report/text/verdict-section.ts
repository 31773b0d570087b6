// The first lines of the terminal report: the verdict in plain words, what was watched, the floor over time, the trend.

import type { IsolateReport, Report } from '../../protocol/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { leadIsolate } from '../wording/lead-isolate.ts'
import { partialWords, targetFacts } from '../wording/target-words.ts'
import { trendFacts } from '../wording/trend-words.ts'
import { VERDICT_WORDS } from '../wording/verdict-words.ts'
import { verdictTone } from './palette.ts'
import { entry, entryWidth, joinedPhrases, paragraph } from './screen.ts'
import type { Screen } from './screen.ts'
import { floorLine } from './sparkline.ts'
import { wrap } from './wrap.ts'

/** Lines of the head of the report. */
export function verdictSection(screen: Screen, report: Report): string[] {
  const words = VERDICT_WORDS[report.verdict]
  const label = words.label
  const tone = verdictTone(report.verdict)
  const summary = wrap(visibleText(report.summary), screen.width - label.length - 2)
  const lines = summary.map((line, index) => {
    const head = index === 0 ? screen.paint(tone, label) : ' '.repeat(label.length)
    return `${head}  ${screen.paint('strong', line)}`
  })
  lines.push(...paragraph(screen, words.plain, { indent: label.length + 2, tone: 'dim' }), '')
  const partial = partialWords(report)
  if (partial !== null)
    lines.push(...paragraph(screen, `PARTIAL  ${partial}`, { tone: 'yellow' }), '')
  lines.push(
    ...joinedPhrases(targetFacts(report), screen.width - 2).flatMap((line) =>
      paragraph(screen, line),
    ),
  )
  const lead = leadIsolate(report)
  return lead === null
    ? lines
    : [...lines, ...isolateLines(screen, lead, report.isolates.length > 1)]
}

function isolateLines(screen: Screen, isolate: IsolateReport, named: boolean): string[] {
  const lines: string[] = []
  const floor = floorLine(isolate.memory, entryWidth(screen))
  if (named) lines.push(...entry(screen, 'isolate', [visibleName(isolate.id)]))
  if (floor !== null) lines.push(...entry(screen, 'floor', [floor]))
  if (isolate.trend === null) return lines
  const [says, ...numbers] = trendFacts(isolate.trend)
  return [
    ...lines,
    ...entry(screen, 'trend', [says ?? '', ...joinedPhrases(numbers, entryWidth(screen))]),
  ]
}
