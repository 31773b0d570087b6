// What follows the findings in the terminal report: bounded growth, isolates, classes, costs, notes, next steps.

import type { BoundedGrowth, Report } from '../../protocol/index.ts'
import { countText, signedBytesText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { boundedWords } from '../wording/bounded-words.ts'
import { growthRows } from '../wording/growth-words.ts'
import { intrusionSentences } from '../wording/intrusion-words.ts'
import { leadIsolate } from '../wording/lead-isolate.ts'
import { nextSteps } from '../wording/next-steps.ts'
import { noteSentences } from '../wording/note-words.ts'
import { VERDICT_WORDS } from '../wording/verdict-words.ts'
import { displayWidth, widthClip } from './display-width.ts'
import { verdictTone } from './palette.ts'
import { deathLines } from './death-section.ts'
import { processLines } from './process-section.ts'
import { paragraph, rule } from './screen.ts'
import type { Screen } from './screen.ts'

const MOST_ROWS = 6
const MOST_ENTRIES = 20

/** Lines of every section that has something to say, each with its rule. */
export function restSections(screen: Screen, report: Report): string[] {
  const sections: [string, string[]][] = [
    ['HOW IT ENDED', deathLines(screen, report)],
    [
      'BOUNDED GROWTH',
      report.bounded.slice(0, MOST_ENTRIES).flatMap((growth) => boundedLines(screen, growth)),
    ],
    ['WHAT GREW, FIRST TO LAST SNAPSHOT', growthLines(screen, report)],
    ['WHAT THE MEMORY CONSISTS OF, FIRST TO LAST READING', processLines(screen, report)],
    ['ISOLATES', isolateLines(screen, report)],
    ['WHAT WATCHING COST', intrusionSentences(report).flatMap((text) => paragraph(screen, text))],
    ['NOTES', noteSentences(report).flatMap((note) => paragraph(screen, note))],
    ['NEXT', nextLines(screen, report)],
  ]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([title, lines]) => ['', rule(screen, title), '', ...lines])
}

function boundedLines(screen: Screen, growth: BoundedGrowth): string[] {
  const { title, ceiling, says } = boundedWords(growth)
  return [
    ...paragraph(screen, title, { tone: 'strong' }),
    ...paragraph(screen, ceiling, { indent: 4 }),
    ...paragraph(screen, says, { indent: 4 }),
  ]
}

function growthLines(screen: Screen, report: Report): string[] {
  const rows = growthRows(leadIsolate(report)?.grew ?? [], MOST_ROWS)
  const cells = rows.map((row) => [
    signedBytesText(row.grownBytes),
    `${countText(row.firstObjects)} → ${countText(row.lastObjects)}`,
    row.source === '' ? row.className : `${row.className}  ${row.source}`,
  ])
  const widths = [0, 1].map((column) =>
    Math.max(0, ...cells.map((row) => displayWidth(row[column] ?? ''))),
  )
  const [bytesWidth = 0, objectsWidth = 0] = widths
  return cells.map(([bytes = '', objects = '', name = '']) => {
    const numbers = `  ${bytes.padStart(bytesWidth)}  ${objects.padStart(objectsWidth)}  `
    return numbers + widthClip(name, screen.width - displayWidth(numbers))
  })
}

function isolateLines(screen: Screen, report: Report): string[] {
  if (report.isolates.length < 2) return []
  return report.isolates.slice(0, MOST_ENTRIES).flatMap((isolate) => {
    const label = VERDICT_WORDS[isolate.verdict].label.toLowerCase()
    const entry = isolate.entry === null ? '' : ` ${visibleName(isolate.entry)}`
    return [
      `  ${screen.paint(verdictTone(isolate.verdict), label)}`,
      ...paragraph(
        screen,
        `${visibleName(isolate.id)} ${isolate.role}${entry}: ${visibleText(isolate.says)}`,
        { indent: 4 },
      ),
    ]
  })
}

function nextLines(screen: Screen, report: Report): string[] {
  return nextSteps(report).flatMap((step) => [
    ...paragraph(screen, step.text),
    ...(step.command === null ? [] : paragraph(screen, step.command, { indent: 4, tone: 'cyan' })),
  ])
}
