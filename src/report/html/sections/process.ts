// What the memory of each process consists of: a drawing over time, and the table from the first reading to the last.

import type { ProcessReport, Report } from '../../../protocol/index.ts'
import { percentText } from '../../../units/index.ts'
import { partRows, processWords } from '../../wording/process-words.ts'
import { bar } from '../chart/bar.ts'
import { partBands } from '../chart/part-bands.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

const MOST_PROCESSES = 8

/** A panel for each process that could be read. */
export function processPanels(report: Report): (Markup | null)[] {
  return report.processes.slice(0, MOST_PROCESSES).map(processPanel)
}

function processPanel(process: ProcessReport): Markup | null {
  const rows = partRows(process)
  if (rows.length === 0) return null
  const body = rows.map((row) => {
    const share = row.isTotal ? '' : percentText(row.share)
    return markup`<tr><td class="name">${row.isTotal ? markup`<b>${row.part}</b>` : row.part}</td><td class="number">${row.first}</td><td class="number">${row.last}</td><td class="number">${row.change}</td><td class="number">${share}</td><td class="bars">${!row.isTotal && bar(row.share)}</td></tr>`
  })
  return markup`<section class="panel tone-${process.verdict}"><h2>What the memory of the process consists of</h2>
<p class="muted">${processWords(process)}</p>
${partBands(process)}
<div class="scroll" tabindex="0" role="region" aria-label="Parts of memory"><table>
<thead><tr><th scope="col">Part</th><th scope="col" class="number">First</th><th scope="col" class="number">Last</th><th scope="col" class="number">Change</th><th scope="col" class="number">Share</th><th scope="col"></th></tr></thead>
<tbody>${body}</tbody></table></div></section>`
}
