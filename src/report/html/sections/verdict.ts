// Masthead and verdict: what was watched, what it is, in plain words.

import type { Report } from '../../../protocol/index.ts'
import { visibleText } from '../../escape/visible-text.ts'
import { partialWords, targetFacts } from '../../wording/target-words.ts'
import { VERDICT_WORDS } from '../../wording/verdict-words.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

const LOGO = markup`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M2 5h16"/><path d="M2 11c2.7-2.4 5.3-2.4 8 0s5.3 2.4 8 0"/><path d="M2 16c2.7-2.4 5.3-2.4 8 0s5.3 2.4 8 0" opacity=".5"/></svg>`

/** The line above everything: the tool, its version, when the report was made. */
export function masthead(report: Report): Markup {
  return markup`<header class="masthead">
<span class="brand">${LOGO}Tidemark</span>
<span>Memory report, <time>${instant(report.createdAt)}</time></span>
</header>`
}

/** The verdict with its summary and the facts of the target. */
export function verdictPanel(report: Report): Markup {
  const words = VERDICT_WORDS[report.verdict]
  const partial = partialWords(report)
  return markup`<section class="panel verdict tone-${report.verdict}" aria-label="Verdict">
<span class="badge">${words.label}</span>
<h1>${visibleText(report.summary)}</h1>
<p class="plain">In plain words: ${words.plain}.</p>
${partial !== null && markup`<p class="warning"><b>Partial.</b> ${partial}</p>`}
<ul class="facts">${targetFacts(report).map((fact) => markup`<li><bdi>${fact}</bdi></li>`)}</ul>
</section>`
}

function instant(createdAt: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(createdAt)
    ? `${createdAt.slice(0, 16).replace('T', ' ')} UTC`
    : visibleText(createdAt, 40)
}
