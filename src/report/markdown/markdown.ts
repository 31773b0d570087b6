// The report as Markdown, for tickets and pull request comments. Nothing that a program names can become markup, a link
// or a mention.

import type { Report } from '../../protocol/index.ts'
import { countText, signedBytesText } from '../../units/index.ts'
import { codeSpan, markdownText } from '../escape/markdown-text.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { boundedWords } from '../wording/bounded-words.ts'
import { deathsShown, filledByWords, heldByWords } from '../wording/death-words.ts'
import { growthRows } from '../wording/growth-words.ts'
import { intrusionSentences } from '../wording/intrusion-words.ts'
import { leadIsolate } from '../wording/lead-isolate.ts'
import { nextSteps } from '../wording/next-steps.ts'
import { noteSentences } from '../wording/note-words.ts'
import { partRows, processWords } from '../wording/process-words.ts'
import { partialWords, targetFacts } from '../wording/target-words.ts'
import { trendFacts } from '../wording/trend-words.ts'
import { VERDICT_WORDS } from '../wording/verdict-words.ts'
import { bullets, dataTable } from './blocks.ts'
import { findingSection } from './finding-section.ts'

const MOST_FINDINGS = 10
const MOST_ROWS = 8

/** The report as GitHub-flavoured Markdown, with a newline at its end. */
export function markdown(report: Report): string {
  const total = report.findings.length
  const shown = report.findings.slice(0, MOST_FINDINGS)
  const lines = [
    ...headLines(report),
    ...shown.flatMap((finding, index) => findingSection(finding, { position: index + 1, total })),
    ...(total > shown.length
      ? [`${countText(total - shown.length)} more findings are in the JSON report.`, '']
      : []),
    ...deathLines(report),
    ...boundedLines(report),
    ...growthLines(report),
    ...processLines(report),
    ...isolateLines(report),
    ...collapsed('What watching cost', intrusionSentences(report)),
    ...collapsed('Notes', noteSentences(report)),
    ...nextLines(report),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function headLines(report: Report): string[] {
  const words = VERDICT_WORDS[report.verdict]
  const partial = partialWords(report)
  const trend = leadIsolate(report)?.trend ?? null
  const title = `${words.label.charAt(0)}${words.label.slice(1).toLowerCase()}`
  return [
    `## Tidemark: ${title}`,
    '',
    `**${markdownText(report.summary)}**`,
    '',
    `${title} means: ${words.plain}.`,
    '',
    ...(partial === null ? [] : [`> ${markdownText(partial)}`, '']),
    targetFacts(report)
      .map((fact) => codeSpan(fact))
      .join(' · '),
    '',
    ...(trend === null ? [] : [`Trend: ${trendFacts(trend).map(markdownText).join('; ')}.`, '']),
  ]
}

function deathLines(report: Report): string[] {
  const texts = deathsShown(report).flatMap((death) => [
    visibleText(death.says),
    ...filledByWords(death).map((words) => `filled by ${words}`),
    ...heldByWords(death).map((words) => `held by ${words}`),
  ])
  return texts.length === 0 ? [] : ['### How it ended', '', ...bullets(texts), '']
}

function boundedLines(report: Report): string[] {
  if (report.bounded.length === 0) return []
  const texts = report.bounded.map((growth) => {
    const { title, ceiling, says } = boundedWords(growth)
    return `${title}; ${ceiling}. ${says}`
  })
  return ['### Bounded growth', '', ...bullets(texts), '']
}

function growthLines(report: Report): string[] {
  const rows = growthRows(leadIsolate(report)?.grew ?? [], MOST_ROWS)
  if (rows.length === 0) return []
  const cells = rows.map((row) => [
    row.className,
    row.source,
    `${countText(row.firstObjects)} → ${countText(row.lastObjects)}`,
    signedBytesText(row.grownBytes),
  ])
  const head = ['Class', 'Defined at', 'Objects', 'Shallow size']
  return ['### What grew, first to last snapshot', '', ...dataTable(head, cells, [2, 3]), '']
}

function processLines(report: Report): string[] {
  const head = ['Part', 'First', 'Last', 'Change']
  return report.processes.slice(0, MOST_ROWS).flatMap((process) => {
    const cells = partRows(process).map((row) => [row.part, row.first, row.last, row.change])
    if (cells.length === 0) return []
    const says = markdownText(processWords(process))
    return [
      '### What the memory consists of',
      '',
      `${says}.`,
      '',
      ...dataTable(head, cells, [1, 2, 3]),
      '',
    ]
  })
}

function isolateLines(report: Report): string[] {
  if (report.isolates.length < 2) return []
  const rows = report.isolates
    .slice(0, MOST_ROWS * 4)
    .map((isolate) => [
      isolate.id,
      isolate.role,
      isolate.entry ?? '',
      isolate.verdict,
      isolate.says,
    ])
    .map((cells) => cells.map(visibleName))
  return [
    '### Isolates',
    '',
    ...dataTable(['Isolate', 'Role', 'Entry', 'Verdict', 'Says'], rows, []),
    '',
  ]
}

function nextLines(report: Report): string[] {
  const texts = nextSteps(report).map((step) => {
    const command = step.command === null ? '' : ` ${codeSpan(step.command)}`
    return `- ${markdownText(visibleText(step.text))}${command}`
  })
  return ['### Next', '', ...texts]
}

function collapsed(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  return [`<details><summary>${title}</summary>`, '', ...bullets(texts), '', '</details>', '']
}
