// The report as one self-contained page: no script, no network, a content security policy that allows nothing but its own
// style sheet by hash. It can be mailed, attached to a ticket or kept as an artefact of CI.

import type { Report } from '../../protocol/index.ts'
import { bytesText, countText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { rateWords } from '../wording/finding-words.ts'
import { leadIsolate } from '../wording/lead-isolate.ts'
import { commandWords } from '../wording/target-words.ts'
import { VERDICT_WORDS } from '../wording/verdict-words.ts'
import { Markup, markup } from './markup.ts'
import { figureRow, reportFigures } from './sections/figures.ts'
import { deathPanel } from './sections/death.ts'
import { findingArticle } from './sections/finding.ts'
import { growthPanel, memoryPanel } from './sections/memory.ts'
import {
  boundedPanel,
  intrusionPanel,
  isolatesPanel,
  nextPanel,
  notesPanel,
  resourcesPanel,
} from './sections/rest.ts'
import { processPanels } from './sections/process.ts'
import { masthead, verdictPanel } from './sections/verdict.ts'
import { STYLE_HASH, STYLE_SHEET } from './style/style-sheet.ts'

const MOST_FINDINGS = 25
const MOST_CHARTS = 8

const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'`

const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 20 20%22 fill=%22none%22 stroke=%22%230b6471%22 stroke-width=%222%22 stroke-linecap=%22round%22%3E%3Cpath d=%22M2 5h16M2 11c2.7-2.4 5.3-2.4 8 0s5.3 2.4 8 0%22/%3E%3C/svg%3E'

/** The page as HTML text. Every string of the program is escaped and bounded; so is the number of findings and charts. */
export function html(report: Report): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${pageTitle(report)}</title>
<link rel="icon" href="${new Markup(ICON)}">
<style>${new Markup(STYLE_SHEET)}</style>
</head>
<body><div class="page">
${masthead(report)}
<main>
${verdictPanel(report)}
${figureRow(reportFigures(report))}
${contents(report)}
${leadPanels(report)}
${findings(report)}
${processPanels(report)}
${boundedPanel(report)}
${isolatesPanel(report)}
${otherCharts(report)}
<div class="pair">${intrusionPanel(report)}${notesPanel(report)}</div>
${nextPanel(report)}
</main>
<footer class="colophon">Made by Tidemark ${visibleName(report.version)}, ${report.schema}. This page loads nothing and runs no script. It shows names and source lines of the program.</footer>
</div></body>
</html>
`
  return page.text
}

function pageTitle(report: Report): string {
  const command = report.target.command.length === 0 ? 'memory report' : commandWords(report.target)
  return `${VERDICT_WORDS[report.verdict].label}: ${visibleText(command, 80)} · Tidemark`
}

function contents(report: Report): Markup | null {
  if (report.findings.length < 2) return null
  const items = report.findings.slice(0, MOST_FINDINGS).map((finding, index) => {
    const tone = finding.status === 'confirmed' ? 'leaking' : 'suspect'
    return markup`<li class="tone-${tone}"><span class="badge badge-quiet">${finding.status}</span><a href="#finding-${index + 1}">${visibleText(finding.title)}</a><span class="rate">${rateWords(finding.rate)[0] ?? ''}</span></li>`
  })
  return markup`<nav class="panel" aria-label="Findings"><h2>${countText(report.findings.length)} findings</h2><ol class="contents">${items}</ol></nav>`
}

function leadPanels(report: Report): (Markup | null)[] {
  const lead = leadIsolate(report)
  return lead === null ? [] : [memoryPanel(report, lead)]
}

function findings(report: Report): (Markup | null)[] {
  const total = report.findings.length
  const shown = report.findings.slice(0, MOST_FINDINGS)
  const lead = leadIsolate(report)
  return [
    ...shown.map((finding, index) => findingArticle(finding, { position: index + 1, total })),
    total > shown.length
      ? markup`<p class="panel">${countText(total - shown.length)} more findings are in the JSON report.</p>`
      : null,
    deathPanel(report),
    lead === null ? null : growthPanel(report, lead),
    lead === null ? null : resourcesPanel(lead),
  ]
}

function otherCharts(report: Report): (Markup | null)[] {
  const lead = leadIsolate(report)
  return report.isolates
    .filter((isolate) => isolate !== lead)
    .slice(0, MOST_CHARTS)
    .map((isolate) => {
      const panel = memoryPanel(report, isolate)
      const last = isolate.memory.rssBytes.at(-1) ?? 0
      return panel === null
        ? null
        : markup`<details class="panel"><summary><h2>Isolate <bdi>${visibleName(isolate.id)}</bdi></h2> <span class="muted">RSS ${bytesText(last)}</span></summary><div class="inside">${panel}${growthPanel(report, isolate)}${resourcesPanel(isolate)}</div></details>`
    })
}
