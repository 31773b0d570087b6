// The drawings of the page: memory chart, retaining path, source excerpts.

export const DRAWINGS: string = `
.chart { display: block; width: 100%; height: auto; font-family: var(--sans); }
.chart-narrow { display: none; }
@media (max-width: 760px) { .chart-wide { display: none; } .chart-narrow { display: block; } }
.chart text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.chart .names text, .chart .note { fill: var(--ink); paint-order: stroke; stroke: var(--panel); stroke-width: 3px; stroke-linejoin: round; }
.names { pointer-events: none; } .chart .names text { font-weight: 600; stroke-width: 6px; }
.axis line { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
.band { stroke: none; } .band-code { fill: var(--band-code); } .band-old { fill: var(--band-old); }
.band-large { fill: var(--band-large); } .band-other { fill: var(--band-other); } .band-young { fill: var(--band-young); }
.part-chart { display: block; width: 100%; height: auto; font-family: var(--sans); margin-bottom: 12px; } .part-chart text { fill: var(--muted); font-size: 12px; }
.part { stroke: none; } .part-files { fill: var(--band-other); } .part-v8 { fill: var(--band-old); } .part-buffers { fill: var(--external); }
.part-native { fill: var(--mark-edge); } .part-free { fill: var(--band-young); }
.line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
.line-rss { stroke: var(--rss); } .line-external { stroke: var(--external); }
.area-rss { fill: var(--rss); opacity: 0.13; }
.casing { stroke: var(--panel); stroke-width: 3.2; opacity: 0.6; }
.floor circle { fill: var(--floor); stroke: var(--panel); stroke-width: 1.2; }
.warm-up rect { fill: var(--muted); opacity: 0.09; }
.ceiling line { stroke: var(--bounded); stroke-width: 1.4; stroke-dasharray: 6 4; }
.collections .natural { stroke: var(--muted); stroke-width: 1; }
.collections .asked { stroke: var(--suspect); stroke-width: 2; }
.through path { fill: none; opacity: 0.15; shape-rendering: crispEdges; } .collections.through .asked { stroke-width: 1; }
.snapshots line { stroke: var(--leaking); stroke-width: 1.2; stroke-dasharray: 2 3; } .chart .snapshots text { fill: var(--ink); font-weight: 600; }
.readout rect { fill: transparent; } .readout line { stroke: var(--ink); stroke-width: 1; } .chart .readout text { fill: var(--ink); white-space: pre; }
.readout line, .readout text { visibility: hidden; } .readout:hover line, .readout:hover text { visibility: visible; }
.legend { display: flex; flex-wrap: wrap; gap: 3px 14px; margin-bottom: 10px; font-size: 12.5px; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: 6px; } .swatch { width: 14px; height: 10px; flex: none; }
.path { position: relative; }
.path li { position: relative; padding: 0 0 12px 24px; }
.path li::before { content: ""; position: absolute; left: 4px; top: 6px; width: 9px; height: 9px; border-radius: 50%; background: var(--panel); box-shadow: inset 0 0 0 2px var(--muted); z-index: 1; }
.path li::after { content: ""; position: absolute; left: 8px; top: 15px; bottom: -6px; width: 1px; background: var(--muted); opacity: 0.55; }
.path li:last-child { padding-bottom: 0; } .path li:last-child::after { display: none; }
.path .root { color: var(--muted); font-size: 12.5px; }
.path .gap { color: var(--muted); font-size: 12.5px; } .path .gap::before { visibility: hidden; }
.path .expected::before { box-shadow: inset 0 0 0 2px var(--stable); }
.path .stuck::before { background: var(--leaking); box-shadow: none; }
.path .edge { color: var(--muted); font-size: 12.5px; }
.path .arrow { color: var(--muted); padding: 0 3px; }
.path .to { font-weight: 600; }
.path .status { display: block; font-size: 12.5px; color: var(--muted); }
.path .expected .status b { color: var(--stable); font-weight: 600; } .path .stuck .status b { color: var(--leaking); font-weight: 600; }
.path .repeat { display: inline-block; margin-left: 6px; padding: 0 6px; border-radius: 4px; background: var(--sunken); border: 1px solid var(--line); font-size: 12px; }
.path .faulty { margin: 0 0 12px -10px; padding: 8px 12px 8px 34px; background: var(--leaking-tint); border: 1px solid var(--leaking); border-radius: 6px; }
.path .faulty::before { left: 13px; top: 15px; background: var(--leaking-tint); box-shadow: inset 0 0 0 2px var(--leaking); } .path .faulty::after { left: 17px; top: 24px; bottom: -20px; }
.path .faulty .reference { font-weight: 650; text-decoration: underline wavy var(--leaking) 1px; text-underline-offset: 4px; text-decoration-skip-ink: none; }
.path .cut { display: block; font-size: 12px; font-weight: 620; color: var(--leaking); }
.source { margin-top: 14px; } .source:first-of-type { margin-top: 0; }
.source figcaption { font-size: 12.5px; margin-bottom: 4px; } .source figcaption b { font-weight: 620; }
.source pre { margin: 0; padding: 7px 0; background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; line-height: 1.6; overflow-wrap: normal; }
.source .row { display: block; width: max-content; min-width: 100%; padding: 0 14px 0 0; }
.source .row i { display: inline-block; width: 52px; padding-right: 14px; text-align: right; color: var(--muted); font-style: normal; user-select: none; -webkit-user-select: none; }
.source mark { color: inherit; background: var(--mark); box-shadow: inset 3px 0 0 var(--mark-edge); }
`
