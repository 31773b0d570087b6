import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { text } from '../../../src/report/index.ts'
import { displayWidth } from '../../../src/report/text/display-width.ts'
import { MAP_FINDING, step } from '../../support/sample-finding.ts'
import { leakingServer, recursionRun, SAMPLE_REPORTS } from '../../support/sample-report.ts'

const samples = Object.entries(SAMPLE_REPORTS)

describe.each(samples)('the text of %s', (name, sample) => {
  test.each([80, 120])('is as agreed at %i columns', async (width) => {
    const shown = text(sample(), { width, color: false })
    await expect(shown).toMatchFileSnapshot(`../../golden/report/${name}.${String(width)}.txt`)
  })

  test('is never wider than the screen', () => {
    for (let width = 40; width <= 140; width += 5) {
      const lines = text(sample(), { width, color: false }).split('\n')
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([])
    }
  })

  test('says the same with colour as without', () => {
    const plain = text(sample(), { width: 80, color: false })
    const painted = text(sample(), { width: 80, color: true })
    expect(painted).not.toBe(plain)
    expect(stripVTControlCharacters(painted)).toBe(plain)
  })

  test('holds no character that a terminal obeys, but its own colours and line breaks', () => {
    const painted = text(sample(), { width: 80, color: true })
    const rest = painted.replace(new RegExp(String.raw`\u001b\[(?:0|1;3\d|[12]|3\d)m`, 'g'), '')
    expect(rest).not.toMatch(/[^\P{C}\n]/u)
  })
})

test('the verdict and its summary come first', () => {
  const [first = ''] = text(leakingServer(), { width: 120, color: false }).split('\n')
  expect(first).toMatch(/^LEAKING {2}Leaks 38\.4 kB per request: .*is never emptied\.$/)
})

test('one finding fits on one screen of fifty lines', () => {
  for (const width of [80, 120]) {
    const lines = text(leakingServer(), { width, color: false }).split('\n')
    const from = lines.findIndex((line) => line.includes('LEAK 1 of 1'))
    const to = lines.findIndex((line) => line.includes('WHAT GREW'))
    expect(from).toBeGreaterThan(0)
    expect(to - from).toBeLessThanOrEqual(50)
  }
})

test('the faulty reference, and nothing else, is underlined', () => {
  const lines = text(leakingServer(), { width: 80, color: false }).split('\n')
  const marked = lines.flatMap((line, index) => (line.includes('~~~') ? [index] : []))
  expect(marked).toHaveLength(1)
  const above = lines[(marked[0] ?? 0) - 1] ?? ''
  const under = lines[marked[0] ?? 0] ?? ''
  expect(above.slice(under.indexOf('~'), under.lastIndexOf('~') + 1)).toBe('sessions')
})

test('folded steps say how often they repeat', () => {
  expect(text(recursionRun(), { width: 80, color: false })).toContain(
    '× 20,001, with the step before it',
  )
})

test('a path of ten thousand steps keeps both ends and the faulty reference', () => {
  const path = Array.from({ length: 10_000 }, (_, index) =>
    step('property', `next${String(index)}`, 'Node'),
  )
  const report = { ...leakingServer(), findings: [{ ...MAP_FINDING, path, faultyStep: 5000 }] }
  const shown = text(report, { width: 80, color: false })
  for (const name of ['next0 ', 'next5000 ', 'next9999 ', 'steps not drawn'])
    expect(shown).toContain(name)
  expect(shown.split('\n').length).toBeLessThan(150)
})

test('findings beyond the limit are listed by title', () => {
  const findings = Array.from({ length: 60 }, (_, index) => ({
    ...MAP_FINDING,
    title: `leak number ${String(index)}`,
  }))
  const shown = text({ ...leakingServer(), findings }, { width: 80, color: false, maxFindings: 2 })
  expect(shown).toContain('LEAK 2 of 60')
  expect(shown).not.toContain('LEAK 3 of 60')
  expect(shown).toContain('58 more findings')
  expect(shown).toContain('leak number 2')
  expect(shown).toContain('and 18 more')
})

test('a leak inside a package is mended where the program uses it', () => {
  const holder = { ...MAP_FINDING.holder, package: 'bus@1.2.3' }
  const finding = { ...MAP_FINDING, holder }
  const shown = text({ ...leakingServer(), findings: [finding] }, { width: 120, color: false })
  const next = shown.slice(shown.indexOf('── NEXT'))
  expect(next).toContain(`Start with your use of bus@1.2.3, at ${MAP_FINDING.addedBy[0]?.file}`)
  expect(next).not.toContain('Cut the reference')
})
