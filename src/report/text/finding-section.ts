// One finding on one screen: what it is, what it costs, the path, who holds, who adds, why we say so, what to do.

import type { Evidence, Finding } from '../../protocol/index.ts'
import { bytesText, percentText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import {
  alsoInWords,
  causeWords,
  gainWords,
  grownWords,
  limitWords,
  positionWords,
  rateWords,
} from '../wording/finding-words.ts'
import { detailWords, whatIfWords, knownWords, removerWords } from '../wording/explanation-words.ts'
import { findingWord } from '../wording/verdict-words.ts'
import { pathDrawing } from './path-drawing.ts'
import { LABEL_WIDTH, entry, entryWidth, joinedPhrases, rule } from './screen.ts'
import type { Screen } from './screen.ts'
import { sourceExcerpt } from './source-excerpt.ts'

const MOST_SITES = 3
const MOST_EVIDENCE = 12
const MOST_CLASSES = 4
const MOST_FALSIFIERS = 4

/** Lines of the finding at `position` (from 1) of `total`. */
export function findingSection(
  screen: Screen,
  finding: Finding,
  place: { position: number; total: number },
): string[] {
  const title = `${findingWord(finding).toUpperCase()} ${String(place.position)} of ${String(place.total)}`
  const falsifiers = finding.falsifiers.slice(0, MOST_FALSIFIERS).map((text) => visibleText(text))
  const lines = [
    rule(screen, title, `${finding.status} · ${visibleName(finding.fingerprint)}`),
    '',
    ...entry(screen, 'what', [visibleText(finding.title)], 'strong'),
    ...entry(screen, 'cause', [causeWords(finding)]),
    ...costLines(screen, finding),
    '',
    ...pathDrawing(screen, finding),
    '',
    ...holderLines(screen, finding),
    ...siteLines(screen, finding),
    ...entry(screen, 'removed by', removerWords(finding)),
    ...detailLines(screen, finding),
    ...evidenceLines(screen, finding.evidence),
    ...entry(screen, 'refuted by', falsifiers),
    ...entry(screen, 'fix', [
      visibleText(finding.advice.text),
      `see ${visibleName(finding.advice.docs)}`,
    ]),
  ]
  return [...lines, ...knownLines(screen, finding), ...isolateLines(screen, finding)]
}

function knownLines(screen: Screen, finding: Finding): string[] {
  const words = knownWords(finding)
  return words === null ? [] : entry(screen, 'known', [words.says.join(': '), words.url])
}

/** Facts whose label fits the column have a line of their own, the others share one label. */
function detailLines(screen: Screen, finding: Finding): string[] {
  const details = detailWords(finding)
  const fits = ([label]: [string, string]): boolean => label.length < LABEL_WIDTH
  const long = details.filter((detail) => !fits(detail)).map((detail) => detail.join(': '))
  return [
    ...details.filter(fits).flatMap(([label, value]) => entry(screen, label, [value])),
    ...entry(screen, 'details', long),
  ]
}

function isolateLines(screen: Screen, finding: Finding): string[] {
  const words = [visibleName(finding.isolate), alsoInWords(finding)].filter((word) => word !== null)
  return entry(screen, 'isolate', joinedPhrases(words, entryWidth(screen)))
}

function costLines(screen: Screen, finding: Finding): string[] {
  const rates = joinedPhrases(rateWords(finding.rate), entryWidth(screen))
  const consists = finding.grows.composition
    .slice(0, MOST_CLASSES)
    .map((part) => `${visibleName(part.className)} ${bytesText(part.bytes)}`)
  return [
    ...entry(screen, 'rate', rates.length === 0 ? ['not measured'] : rates, 'strong'),
    ...entry(screen, '', [limitWords(finding.rate)]),
    ...entry(screen, 'grew by', [grownWords(finding.grows)]),
    ...(consists.length === 0 ? [] : entry(screen, '', [`mostly ${consists.join(', ')}`])),
    ...(finding.whatIf === null
      ? entry(screen, 'fix frees', [gainWords(finding.grows)])
      : entry(screen, 'what if', whatIfWords(finding))),
  ]
}

function holderLines(screen: Screen, finding: Finding): string[] {
  const { holder } = finding
  const from = holder.package === null ? '' : ` (${visibleName(holder.package)})`
  const texts = [`${visibleText(holder.description)}${from}`]
  if (holder.source !== null) texts.push(`at ${positionWords(holder.source)}`)
  const excerpt = finding.addedBy.length === 0 ? sourceExcerpt(screen, holder.excerpt, 12) : []
  return [...entry(screen, 'held by', texts), ...excerpt]
}

function siteLines(screen: Screen, finding: Finding): string[] {
  return finding.addedBy.slice(0, MOST_SITES).flatMap((site, index) => {
    const from = site.package === null ? '' : ` (${visibleName(site.package)})`
    const share = site.share === null ? '' : `${percentText(site.share)} `
    const where = `${share}${visibleName(site.function)}${from}, ${positionWords(site)}`
    const excerpt = index === 0 ? sourceExcerpt(screen, site.excerpt, 12) : []
    return [...entry(screen, index === 0 ? 'added by' : '', [where]), ...excerpt]
  })
}

function evidenceLines(screen: Screen, evidence: readonly Evidence[]): string[] {
  const shown = evidence.slice(0, MOST_EVIDENCE)
  const texts = (supports: boolean): string[] =>
    shown
      .filter((piece) => piece.supports === supports)
      .map(
        (piece) => `${supports ? '+' : '−'} ${visibleName(piece.kind)}: ${visibleText(piece.says)}`,
      )
  return [...entry(screen, 'because', texts(true)), ...entry(screen, 'against', texts(false))]
}
