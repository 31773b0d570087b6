// How the program died of memory: what ended it, what filled the memory, what held it.

import type { Death, Report } from '../../../protocol/index.ts'
import { visibleText } from '../../escape/visible-text.ts'
import { deathsShown, filledByWords, heldByWords } from '../../wording/death-words.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { sourceFigure } from './source.ts'

/** A panel for the deaths; `null` where nothing died of memory. */
export function deathPanel(report: Report): Markup | null {
  const deaths = deathsShown(report)
  if (deaths.length === 0) return null
  return markup`<section class="panel"><h2>How it ended</h2>${deaths.map(deathParts)}</section>`
}

function deathParts(death: Death): Markup {
  const [first, ...others] = filledByWords(death)
  const items = [
    ...others.map((words) => `Filled by ${words}`),
    ...heldByWords(death).map((words) => `Held by ${words}`),
  ].map((words) => markup`<li><bdi>${words}</bdi></li>`)
  const excerpt = death.filledBy[0]?.excerpt ?? []
  return markup`<p>${visibleText(death.says)}</p>
${first !== undefined && sourceFigure(markup`<b>Filled by</b> <bdi>${first}</bdi>`, excerpt)}
${items.length > 0 && markup`<ul class="plain-list">${items}</ul>`}`
}
