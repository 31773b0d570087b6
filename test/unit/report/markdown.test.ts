import { describe, expect, test } from 'vitest'
import { codeBlock, codeSpan, markdownText } from '../../../src/report/escape/markdown-text.ts'
import { markdown } from '../../../src/report/index.ts'
import { hostileNames, SAMPLE_REPORTS } from '../../support/sample-report.ts'

test.each(Object.entries(SAMPLE_REPORTS))(
  'the Markdown of %s is as agreed',
  async (name, sample) => {
    await expect(markdown(sample())).toMatchFileSnapshot(`../../golden/report/${name}.md`)
  },
)

describe('a hostile name', () => {
  const prose = withoutCode(markdown(hostileNames()))

  test('makes no tag of its own', () => {
    const tags = prose.match(/<[^>]*>/g) ?? []
    expect(new Set(tags)).toEqual(new Set(['<details>', '<summary>', '</summary>', '</details>']))
  })

  test('makes no link, image, mention or reference', () => {
    expect(prose).not.toMatch(/\]\(/)
    expect(prose).not.toMatch(/\w:\/\//)
    expect(prose).not.toMatch(/@\w/)
    expect(prose).not.toMatch(/(?<!&)#\d/)
  })

  test('breaks no table', () => {
    const rows = prose.split('\n').filter((line) => line.startsWith('| '))
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) expect([3, 5, 6]).toContain(row.split('|').length - 1)
  })
})

test('structure characters are written as entities and shown as themselves', () => {
  expect(markdownText('a|b')).toBe('a&#124;b')
  expect(markdownText('**x** <b> [y](z)')).toBe('&#42;&#42;x&#42;&#42; &#60;b&#62; &#91;y&#93;(z)')
  expect(markdownText('@admin #12 http://x www.x GH-1')).toBe(
    '@&#8203;admin #&#8203;12 http:&#8203;//x www&#8203;.x GH&#8203;-1',
  )
})

test('a code span and a code block are fenced by more backticks than they hold', () => {
  expect(codeSpan('a``b')).toBe('```a``b```')
  expect(codeSpan('`a')).toBe('`` `a ``')
  expect(codeBlock(['````'])).toEqual(['`````text', '````', '`````'])
})

/** Text outside code blocks and code spans, where a forge looks for markup. */
function withoutCode(source: string): string {
  return source.replace(/^(`{3,})text\n[^]*?\n\1$/gm, '').replace(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '')
}
