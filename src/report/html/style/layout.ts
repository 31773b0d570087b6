// The page: masthead, verdict, figures, panels, tables, sections that fold.

export const LAYOUT: string = `
.page { max-width: 1152px; margin: 0 auto; padding: 0 16px 48px; }
.masthead { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; padding: 14px 0; color: var(--muted); font-size: 12.5px; }
.brand { display: flex; align-items: center; gap: 8px; color: var(--ink); font-weight: 640; font-size: 14px; letter-spacing: -0.005em; }
.brand svg { width: 20px; height: 20px; color: var(--accent); }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 20px; margin-top: 16px; }
.panel > h2 { margin-bottom: 14px; }
.verdict { border-left: 4px solid var(--tone); background: var(--tint); padding: 22px 24px; margin-top: 4px; }
.verdict h1 { margin: 10px 0 6px; max-width: 46em; }
.verdict .plain { color: var(--muted); }
.tone-leaking { --tone: var(--leaking); --tint: var(--leaking-tint); }
.tone-suspect { --tone: var(--suspect); --tint: var(--suspect-tint); }
.tone-bounded { --tone: var(--bounded); --tint: var(--bounded-tint); }
.tone-stable { --tone: var(--stable); --tint: var(--stable-tint); }
.tone-inconclusive { --tone: var(--inconclusive); --tint: var(--inconclusive-tint); }
.badge { display: inline-block; padding: 2px 9px; border-radius: 4px; background: var(--tone); color: var(--on-verdict); font-size: 12px; font-weight: 650; letter-spacing: 0.045em; }
.badge-quiet { background: none; color: var(--tone); box-shadow: inset 0 0 0 1px var(--tone); letter-spacing: 0; font-weight: 600; }
.warning { margin-top: 12px; padding: 8px 12px; border-left: 3px solid var(--suspect); background: var(--suspect-tint); }
.facts { display: flex; flex-wrap: wrap; gap: 2px 18px; margin-top: 14px; color: var(--muted); font-size: 12.5px; }
.verdict .facts li:first-child { font-family: var(--mono); color: var(--ink); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; margin-top: 16px; }
.figures > div { background: var(--panel); padding: 12px 16px 13px; display: flex; flex-direction: column; }
.figures dt { font-size: 12px; color: var(--muted); }
.figures dd.value { font-size: 17px; line-height: 1.4; font-weight: 620; letter-spacing: -0.012em; }
.figures dd.note { font-size: 12.5px; color: var(--muted); }
.finding .figures { margin: 16px 0 4px; }
.finding .figures > div { background: var(--sunken); padding: 10px 14px 11px; }
.finding .figures dd.value { font-size: 15px; }
.kicker { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin-bottom: 8px; color: var(--muted); font-size: 12.5px; }
.kicker .spread { margin-left: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 0 16px; align-items: start; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px 32px; margin-top: 20px; }
.fix { margin-top: 20px; padding: 12px 16px; border-radius: 6px; background: var(--stable-tint); border-left: 3px solid var(--stable); }
.fix h4 { color: var(--stable); margin-bottom: 2px; }
.more { margin-top: 20px; }
dl.details { display: grid; grid-template-columns: fit-content(35%) minmax(0, 1fr); gap: 4px 16px; margin: 0; }
.details dt { color: var(--muted); overflow-wrap: anywhere; } .details dd { margin: 0; overflow-wrap: anywhere; }
.known { margin-top: 12px; padding: 10px 16px; border-left: 3px solid var(--bounded); background: var(--bounded-tint); border-radius: 6px; }
.evidence li, .plain-list li { padding: 5px 0; border-top: 1px solid var(--line); }
.evidence li:first-child, .plain-list li:first-child { border-top: 0; padding-top: 0; }
.evidence li { display: grid; grid-template-columns: 62px minmax(0, 1fr); gap: 10px; }
.evidence .for, .evidence .against { font-size: 12px; font-weight: 620; padding-top: 1px; }
.evidence .for { color: var(--leaking); }
.evidence .against { color: var(--stable); }
.evidence .kind { display: block; font-size: 12px; color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { padding: 6px 12px 6px 0; text-align: left; vertical-align: baseline; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: 12px; font-weight: 600; color: var(--muted); white-space: nowrap; }
th.number, td.number { text-align: right; white-space: nowrap; }
td.bars { width: 22%; min-width: 90px; }
td.name { min-width: 130px; }
.bar { display: block; width: 100%; height: 8px; border-radius: 2px; }
.bar .track { fill: var(--track); } .bar .fill { fill: var(--fill); }
details { margin-top: 16px; border-top: 1px solid var(--line); padding-top: 12px; }
details.panel { border-top: 1px solid var(--line); padding: 0; }
summary { cursor: pointer; font-weight: 600; font-size: 13px; color: var(--accent); }
details.panel > summary { padding: 14px 20px; font-size: 15px; color: var(--ink); font-weight: 640; }
details.panel > summary h2 { display: inline; }
details.panel > .inside { padding: 2px 20px 18px; }
details > .inside { padding-top: 10px; }
.command { display: block; margin-top: 6px; padding: 8px 12px; background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre; }
.contents li { display: flex; gap: 12px; align-items: baseline; padding: 7px 0; border-top: 1px solid var(--line); }
.contents li:first-child { border-top: 0; }
.contents .rate { margin-left: auto; white-space: nowrap; color: var(--muted); }
.colophon { margin-top: 24px; color: var(--muted); font-size: 12px; }
@media (max-width: 760px) {
  .page { padding: 0 10px 32px; }
  .panel { padding: 16px 14px; }
  .verdict { padding: 16px; }
  .columns, .pair { grid-template-columns: minmax(0, 1fr); }
  .figures { grid-template-columns: minmax(0, 1fr); }
  .kicker .spread { margin-left: 0; }
  h1 { font-size: 20px; }
  .contents li { flex-wrap: wrap; gap: 2px 10px; }
  .contents .rate { margin-left: 0; white-space: normal; flex-basis: 100%; }
}
@media print {
  @page { margin: 14mm; }
  body { background: #ffffff; font-size: 11px; }
  .page { max-width: none; padding: 0; }
  .panel, .figures { break-inside: avoid; border-color: #bbbbbb; }
  .finding { break-inside: auto; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .scroll, pre { overflow: visible; white-space: pre-wrap; }
  .readouts { display: none; }
}
`
