// What follows the findings: bounded growth, isolates, what watching cost, notes, next steps.

import type { IsolateReport, Report } from '../../../protocol/index.ts'
import { countText } from '../../../units/index.ts'
import { visibleName, visibleText } from '../../escape/visible-text.ts'
import { boundedWords } from '../../wording/bounded-words.ts'
import { intrusionSentences } from '../../wording/intrusion-words.ts'
import { nextSteps } from '../../wording/next-steps.ts'
import { noteSentences } from '../../wording/note-words.ts'
import { VERDICT_WORDS } from '../../wording/verdict-words.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

const MOST_ENTRIES = 40

/** Growth that levels off. */
export function boundedPanel(report: Report): Markup | null {
  if (report.bounded.length === 0) return null
  const items = report.bounded.slice(0, MOST_ENTRIES).map((growth) => {
    const { title, ceiling, says } = boundedWords(growth)
    return markup`<li><b>${title}</b><br>${ceiling}<br><span class="muted">${says}</span></li>`
  })
  return markup`<section class="panel"><h2>Bounded growth</h2><ul class="plain-list">${items}</ul></section>`
}

/** Every isolate in a table, where there is more than one. */
export function isolatesPanel(report: Report): Markup | null {
  if (report.isolates.length < 2) return null
  return markup`<section class="panel"><h2>Isolates</h2><div class="scroll" tabindex="0" role="region" aria-label="Isolates"><table>
<thead><tr><th scope="col">Isolate</th><th scope="col">Role</th><th scope="col">Entry</th><th scope="col">Verdict</th><th scope="col">Because</th></tr></thead>
<tbody>${report.isolates.slice(0, MOST_ENTRIES).map(isolateRow)}</tbody></table></div></section>`
}

/** What watching cost, folded below its first sentence. */
export function intrusionPanel(report: Report): Markup | null {
  return foldedList('What watching cost', intrusionSentences(report), true)
}

/** Notes. */
export function notesPanel(report: Report): Markup | null {
  return foldedList('Notes', noteSentences(report), true)
}

/** Resources at the first and the last reading, where any were counted. */
export function resourcesPanel(isolate: IsolateReport): Markup | null {
  const { first, last } = isolate.resources
  const names = [...new Set([...Object.keys(first), ...Object.keys(last)])]
    .toSorted()
    .slice(0, MOST_ENTRIES)
  if (names.length === 0) return null
  const count = (table: Readonly<Record<string, number>>, name: string): string =>
    countText(Object.hasOwn(table, name) ? (table[name] ?? 0) : 0)
  const rows = names.map(
    (name) =>
      markup`<tr><td class="name"><code>${visibleName(name)}</code></td><td class="number">${count(first, name)}</td><td class="number">${count(last, name)}</td></tr>`,
  )
  return markup`<details class="panel"><summary><h2>Active resources</h2></summary><div class="inside scroll" tabindex="0" role="region" aria-label="Active resources"><table>
<thead><tr><th scope="col">Type</th><th scope="col" class="number">First</th><th scope="col" class="number">Last</th></tr></thead><tbody>${rows}</tbody></table></div></details>`
}

/** What to do next, with commands. */
export function nextPanel(report: Report): Markup {
  const items = nextSteps(report).map(
    (step) =>
      markup`<li>${step.text}${step.command !== null && markup`<code class="command" tabindex="0">${step.command}</code>`}</li>`,
  )
  return markup`<section class="panel"><h2>Next</h2><ul class="plain-list">${items}</ul></section>`
}

function foldedList(title: string, texts: readonly string[], open: boolean): Markup | null {
  if (texts.length === 0) return null
  return markup`<details class="panel"${open && markup` open`}><summary><h2>${title}</h2></summary><div class="inside"><ul class="plain-list">${texts.map((text) => markup`<li>${text}</li>`)}</ul></div></details>`
}

function isolateRow(isolate: IsolateReport): Markup {
  return markup`<tr class="tone-${isolate.verdict}"><td><code>${visibleName(isolate.id)}</code></td><td>${isolate.role}</td><td class="name"><bdi><code>${visibleName(isolate.entry ?? '')}</code></bdi></td><td><span class="badge badge-quiet">${VERDICT_WORDS[isolate.verdict].label.toLowerCase()}</span></td><td class="name">${visibleText(isolate.says)}</td></tr>`
}
