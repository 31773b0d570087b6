// One finding as an article: title, figures, path beside source, fix, evidence, composition.

import type { AllocationSite, Evidence, Finding } from '../../../protocol/index.ts'
import { bytesText, countText } from '../../../units/index.ts'
import { visibleName, visibleText } from '../../escape/visible-text.ts'
import { alsoInWords, causeWords, positionWords, shareWords } from '../../wording/finding-words.ts'
import {
  detailWords,
  whatIfWords,
  freesLittle,
  knownWords,
  removerWords,
} from '../../wording/explanation-words.ts'
import { findingWord } from '../../wording/verdict-words.ts'
import { bar } from '../chart/bar.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { figureRow, findingFigures } from './figures.ts'
import { pathList } from './path.ts'
import { sourceFigure } from './source.ts'

const MOST_SITES = 4
const MOST_ROWS = 12

/** The finding at `position` (from 1) of `total`. */
export function findingArticle(
  finding: Finding,
  place: { position: number; total: number },
): Markup {
  const word = findingWord(finding)
  const tone = word === 'leak' ? 'leaking' : 'suspect'
  const also = alsoInWords(finding)
  return markup`<article class="panel finding tone-${tone}" id="finding-${place.position}">
<p class="kicker"><span class="badge badge-quiet">${finding.status}</span><span>${word === 'leak' ? 'Leak' : 'Suspect'} ${place.position} of ${place.total}</span>
<span>isolate ${visibleName(finding.isolate)}${also !== null && `, ${also}`}</span>
<span class="spread">fingerprint <code>${visibleName(finding.fingerprint)}</code></span></p>
<h3>${visibleText(finding.title)}</h3>
<p class="muted">${causeWords(finding)}</p>
${figureRow(findingFigures(finding))}
<div class="columns">
<section><h4>Retaining path</h4>${pathList(finding)}</section>
<section><h4>Where it comes from</h4>${holderFigure(finding)}${finding.addedBy.slice(0, MOST_SITES).map(siteFigure)}</section>
</div>
${factList(finding)}
<section class="fix"><h4>Fix</h4><p>${visibleText(finding.advice.text)}</p>${freesLittle(finding) && markup`<p><b>Two places.</b> ${twoPlaces(finding)}</p>`}<p class="small muted">More in <code>${visibleName(finding.advice.docs)}</code></p></section>
${knownNote(finding)}
<div class="columns">
<section><h4>Why we say so</h4><ul class="evidence">${finding.evidence.slice(0, MOST_ROWS).map(evidenceItem)}</ul></section>
<section><h4>What would change our mind</h4><ul class="plain-list">${finding.falsifiers.slice(0, MOST_ROWS).map((text) => markup`<li>${visibleText(text)}</li>`)}</ul></section>
</div>
${composition(finding)}
</article>`
}

function holderFigure(finding: Finding): Markup {
  const { holder } = finding
  const from =
    holder.package === null
      ? null
      : markup` <span class="muted">(${visibleName(holder.package)})</span>`
  const at = holder.source === null ? null : markup` <code>${positionWords(holder.source)}</code>`
  return sourceFigure(
    markup`<b>Held by</b> ${visibleText(holder.description)}${from}${at}`,
    holder.excerpt,
  )
}

function siteFigure(site: AllocationSite): Markup {
  const from =
    site.package === null
      ? null
      : markup` <span class="muted">(${visibleName(site.package)})</span>`
  const caption = markup`<b>Added by</b> <code>${visibleName(site.function)}</code>${from} <code>${positionWords(site)}</code> <span class="muted">${shareWords(site)}</span>`
  return sourceFigure(caption, site.excerpt)
}

function evidenceItem(piece: Evidence): Markup {
  const side = piece.supports ? 'for' : 'against'
  return markup`<li><span class="${side}">${side}</span><span>${visibleText(piece.says)}<span class="kind">${visibleName(piece.kind)}</span></span></li>`
}

function twoPlaces(finding: Finding): string {
  return whatIfWords(finding).map(sentence).join(' ')
}

/** Who would take it away, and what else is known, as terms and their values. */
function factList(finding: Finding): Markup | null {
  const facts: [string, string][] = [
    ...removerWords(finding).map((words): [string, string] => ['removed by', words]),
    ...detailWords(finding),
  ]
  if (facts.length === 0) return null
  const rows = facts.map(
    ([term, value], index) =>
      markup`<dt>${facts[index - 1]?.[0] === term ? '' : term}</dt><dd><bdi>${value}</bdi></dd>`,
  )
  return markup`<section class="more"><h4>Details</h4><dl class="details">${rows}</dl></section>`
}

function knownNote(finding: Finding): Markup | null {
  const words = knownWords(finding)
  if (words === null) return null
  const [first = '', ...rest] = words.says
  const { url } = words
  const link = /^https:\/\/[\w.-]+\/[\w./#-]*$/.test(url)
    ? markup`<a href="${url}" rel="noopener noreferrer nofollow">${url}</a>`
    : markup`<code>${url}</code>`
  return markup`<p class="known"><b>${sentence(first)}</b> ${rest.map((words) => `${sentence(words)} `)}${link}</p>`
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
}

function composition(finding: Finding): Markup | null {
  const parts = finding.grows.composition.slice(0, MOST_ROWS)
  if (parts.length === 0) return null
  const most = Math.max(...parts.map((part) => part.bytes))
  const rows = parts.map(
    (part) =>
      markup`<tr><td class="name"><bdi><code>${visibleName(part.className)}</code></bdi></td><td class="number">${countText(part.objects)}</td><td class="number">${bytesText(part.bytes)}</td><td class="bars">${bar(part.bytes / most)}</td></tr>`,
  )
  return markup`<details><summary>What the growth consists of</summary><div class="inside scroll" tabindex="0" role="region" aria-label="What the growth consists of"><table>
<thead><tr><th scope="col">Class</th><th scope="col" class="number">Objects</th><th scope="col" class="number">Bytes</th><th scope="col"></th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`
}
