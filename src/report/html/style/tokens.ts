// Colours, sizes and type of the page. Text on its ground has a contrast of at least 4.5, in light and in dark.

export const TOKENS: string = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f7; --panel: #ffffff; --sunken: #f3f5f6; --ink: #15212b; --muted: #51606d; --line: #dde3e7;
  --accent: #0b6471; --mark: #fff3d6; --mark-edge: #c07a00;
  --leaking: #ad2117; --leaking-tint: #fdf2f0; --suspect: #875000; --suspect-tint: #fdf6ea;
  --bounded: #1a5b9c; --bounded-tint: #eff5fc; --stable: #1a683d; --stable-tint: #eff8f2;
  --inconclusive: #4a5763; --inconclusive-tint: #f1f3f5; --on-verdict: #ffffff;
  --band-code: #d8c49a; --band-old: #2a7f8c; --band-large: #63a9b3; --band-other: #d6dfe2; --band-young: #b5dad9;
  --rss: #6a7885; --external: #8747b8; --floor: #15212b; --track: #e8ecef; --fill: #2a7f8c;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1318; --panel: #141c23; --sunken: #0f161c; --ink: #e4ebf0; --muted: #9bacb9; --line: #26323c;
    --accent: #62c3cf; --mark: #33290f; --mark-edge: #e0a83c;
    --leaking: #ff8f80; --leaking-tint: #241614; --suspect: #efb661; --suspect-tint: #231b0e;
    --bounded: #83bbf3; --bounded-tint: #111d29; --stable: #74d09a; --stable-tint: #101f17;
    --inconclusive: #b3c0ca; --inconclusive-tint: #1a232b; --on-verdict: #10171d;
    --band-code: #6b5a35; --band-old: #2f8290; --band-large: #27606b; --band-other: #2b3740; --band-young: #214a50;
    --rss: #90a1ae; --external: #c08be8; --floor: #f2f6f8; --track: #232e37; --fill: #3f9ba8;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 14px/1.5 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 24px; line-height: 1.28; font-weight: 620; letter-spacing: -0.012em; text-wrap: balance; }
h2 { font-size: 15px; line-height: 1.4; font-weight: 640; letter-spacing: -0.003em; }
h3 { font-size: 18px; line-height: 1.35; font-weight: 620; letter-spacing: -0.008em; }
h4 { font-size: 12px; line-height: 1.5; font-weight: 620; color: var(--muted); margin-bottom: 8px; }
code, pre, .mono { font-family: var(--mono); font-size: 12.5px; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
bdi { unicode-bidi: isolate; }
.muted { color: var(--muted); }
.small { font-size: 12.5px; }
`
