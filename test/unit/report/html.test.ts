import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { linearScale, roundTicks, timeTicks } from '../../../src/report/html/chart/scale.ts'
import { thinIndices } from '../../../src/report/html/chart/thin-indices.ts'
import { markup } from '../../../src/report/html/markup.ts'
import { STYLE_HASH, STYLE_SHEET } from '../../../src/report/html/style/style-sheet.ts'
import { html } from '../../../src/report/index.ts'
import { MAP_FINDING } from '../../support/sample-finding.ts'
import { sampleMemory } from '../../support/sample-memory.ts'
import { leakingServer, SAMPLE_REPORTS, severalFindings } from '../../support/sample-report.ts'

test.each(['leaking-server', 'hostile-names'])('the page of %s is as agreed', async (name) => {
  const page = html(SAMPLE_REPORTS[name]?.() ?? leakingServer())
  await expect(page).toMatchFileSnapshot(`../../golden/report/${name}.html`)
})

test('the policy names the hash of the style sheet', () => {
  const hash = createHash('sha256').update(STYLE_SHEET).digest('base64')
  expect(STYLE_HASH).toBe(`sha256-${hash}`)
})

describe.each(Object.entries(SAMPLE_REPORTS))('the page of %s', (_name, sample) => {
  const page = html(sample())
  const body = page.slice(page.indexOf('</head>'))

  test('allows no script, no network and no inline style', () => {
    expect(page).toContain(
      `content="default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'"`,
    )
    expect(page).not.toMatch(
      /<script|<link (?!rel="icon")|<(?:img|iframe|object|embed|base|form)\b/i,
    )
    expect(body).not.toMatch(/<[^>]* (?:style|on\w+|src|srcset)=/i)
  })

  test('opens and closes its elements in order', () => {
    expect(unbalanced(page)).toEqual([])
  })

  test('has one first heading and skips no level', () => {
    const levels = Array.from(body.matchAll(/<h([1-6])/g), (match) => Number(match[1]))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    levels.reduce((before, level) => {
      expect(level - before).toBeLessThanOrEqual(1)
      return level
    }, 0)
  })

  test('names every chart for a screen reader', () => {
    for (const [chart] of body.matchAll(/<svg class="chart[^]*?<\/svg>/g)) {
      expect(chart).toMatch(/role="img">\s*<title>[^<]+<\/title>\s*<desc>[^<]+<\/desc>/)
    }
  })
})

test('every interpolated string is escaped for text and for attributes', () => {
  expect(markup`<p title="${`"'<&>\``}">${'\u001b<b>'}</p>`.text).toBe(
    String.raw`<p title="&quot;&#39;&lt;&amp;&gt;&#96;">\u{1b}&lt;b&gt;</p>`,
  )
})

test('a page stays small however long the run was and however much was found', () => {
  const memory = sampleMemory({
    durationMs: 86_400_000,
    points: 50_000,
    operationsPerSecond: 5,
    floor: (share) => 1e8 * share,
  })
  const report = severalFindings()
  const isolates = report.isolates.map((isolate) => ({ ...isolate, memory }))
  const findings = Array.from({ length: 500 }, () => MAP_FINDING)
  const page = html({ ...report, isolates, findings })
  expect(page.length).toBeLessThan(800_000)
  expect(page).toContain('475 more findings are in the JSON report.')
})

test('only an https address that needs no decoding becomes a link', () => {
  const known = (url: string): string =>
    html({
      ...leakingServer(),
      findings: [
        {
          ...MAP_FINDING,
          known: { kind: 'leak', versions: '*', says: '', package: 'p', fixedIn: null, url },
        },
      ],
    })
  expect(known('https://github.com/nodejs/undici/pull/3450')).toContain(
    '<a href="https://github.com/nodejs',
  )
  for (const url of [
    'javascript:alert(1)',
    'http://a.test/',
    'https://a.test/?q="onclick=1',
    '//a.test',
  ]) {
    expect(known(url)).not.toContain('<a href=')
  }
})

describe('chart scales', () => {
  test('round ticks reach the highest value in steps of 1, 2 or 5', () => {
    expect(roundTicks(97_000_000, 5)).toEqual([0, 20e6, 40e6, 60e6, 80e6, 100e6])
    expect(roundTicks(0, 5)).toEqual([0, 1])
    for (const high of [1, 7, 13, 999, 1e9, 3.3e12]) {
      const ticks = roundTicks(high, 5)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high)
      expect(ticks.length).toBeLessThanOrEqual(7)
    }
  })

  test('instants are round and stay inside', () => {
    expect(timeTicks(0, 61_000, 6)).toEqual([0, 15_000, 30_000, 45_000, 60_000])
    expect(timeTicks(500, 500, 6)).toEqual([500])
  })

  test('an empty range maps to its start', () => {
    expect(linearScale({ from: 3, to: 3 }, { start: 10, end: 20 }).at(3)).toBe(10)
  })

  test('thinning keeps the ends, every peak bucket and the order', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index === 4321 ? 99 : index % 7))
    const kept = thinIndices(values, 200)
    expect(kept).toContain(4321)
    expect(kept[0]).toBe(0)
    expect(kept.at(-1)).toBe(9999)
    expect(kept.length).toBeLessThanOrEqual(202)
    expect(kept).toEqual(kept.toSorted((left, right) => left - right))
  })
})

function unbalanced(page: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name = '', , selfClosed] of page.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*?)(\/?)>/g,
  )) {
    if (selfClosed === '/' || ['meta', 'link', 'br'].includes(name)) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) wrong.push(name)
  }
  return [...wrong, ...open]
}
