// One finding as Markdown: a table of facts, the path as a code block, sources, evidence, advice.

import type { Finding } from '../../protocol/index.ts'
import { codeBlock, codeSpan, markdownText } from '../escape/markdown-text.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { pathDrawing } from '../text/path-drawing.ts'
import { screenOf } from '../text/screen.ts'
import { sourceExcerpt } from '../text/source-excerpt.ts'
import {
  alsoInWords,
  causeWords,
  gainWords,
  grownWords,
  limitWords,
  positionWords,
  rateWords,
  shareWords,
} from '../wording/finding-words.ts'
import { detailWords, whatIfWords, knownWords, removerWords } from '../wording/explanation-words.ts'
import { findingWord } from '../wording/verdict-words.ts'
import { bullets, factTable } from './blocks.ts'

const CODE_WIDTH = 100
const MOST_SITES = 3

/** Lines of the finding at `position` (from 1) of `total`. */
export function findingSection(
  finding: Finding,
  place: { position: number; total: number },
): string[] {
  const screen = screenOf(CODE_WIDTH, false)
  const word = findingWord(finding) === 'leak' ? 'Leak' : 'Suspect'
  const title = markdownText(visibleText(finding.title))
  return [
    `### ${word} ${String(place.position)} of ${String(place.total)}: ${title}`,
    '',
    ...factTable(factRows(finding)),
    '',
    ...codeBlock(pathDrawing(screen, finding)),
    '',
    ...siteBlocks(finding),
    '**Why we say so**',
    '',
    ...bullets(evidenceTexts(finding)),
    '',
    '**What would change our mind**',
    '',
    ...bullets(finding.falsifiers),
    '',
    `**Fix** ${markdownText(finding.advice.text)} See ${codeSpan(visibleName(finding.advice.docs))}.`,
    '',
  ]
}

function factRows(finding: Finding): [string, string | null][] {
  const { holder } = finding
  const at = holder.source === null ? '' : `, at ${positionWords(holder.source)}`
  const from = holder.package === null ? '' : ` (${visibleName(holder.package)})`
  const rates = rateWords(finding.rate).join(', ')
  const known = knownWords(finding)
  return [
    ['Fingerprint', `${visibleName(finding.fingerprint)}, ${finding.status}`],
    ['Cause', causeWords(finding)],
    ['Rate', rates === '' ? 'not measured' : rates],
    ['Heap limit', limitWords(finding.rate)],
    ['Grew by', grownWords(finding.grows)],
    finding.whatIf === null
      ? ['A fix frees', gainWords(finding.grows)]
      : ['What if', whatIfWords(finding).join('; ')],
    ['Held by', `${visibleText(holder.description)}${from}${at}`],
    ['Isolate', [visibleName(finding.isolate), alsoInWords(finding)].filter(Boolean).join(', ')],
    ['Known', known === null ? null : `${known.says.join(': ')} ${known.url}`],
    ...removerWords(finding).map((words): [string, string] => ['Removed by', words]),
    ...detailWords(finding).map(([label, value]): [string, string] => [sentenceCase(label), value]),
  ]
}

function sentenceCase(label: string): string {
  return label.slice(0, 1).toUpperCase() + label.slice(1)
}

function siteBlocks(finding: Finding): string[] {
  const screen = screenOf(CODE_WIDTH, false)
  return finding.addedBy.slice(0, MOST_SITES).flatMap((site, index) => {
    const from = site.package === null ? '' : ` of ${codeSpan(visibleName(site.package))}`
    const where = `${codeSpan(visibleName(site.function))}${from}, ${codeSpan(positionWords(site))}`
    const excerpt = index === 0 ? sourceExcerpt(screen, site.excerpt, 0) : []
    const block = excerpt.length === 0 ? [] : [...codeBlock(excerpt), '']
    return [`**Added by** ${where} (${shareWords(site)})`, '', ...block]
  })
}

function evidenceTexts(finding: Finding): string[] {
  return finding.evidence.map((piece) => {
    return `${piece.supports ? 'for' : 'against'}: ${visibleName(piece.kind)}: ${visibleText(piece.says)}`
  })
}
