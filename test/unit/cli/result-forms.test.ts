import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../../src/investigation/index.ts'
import { csvForm, jsonForm } from '../../../src/cli/terminal/result-forms.ts'
import type { RowForm } from '../../../src/cli/terminal/result-forms.ts'
import { resultTable } from '../../../src/cli/terminal/result-table.ts'

function whole(form: RowForm, rows: readonly (readonly PlainValue[])[]): string {
  const lines = rows.map((row, at) => form.row(row, at))
  return `${form.head}${lines.join('')}${form.tail(rows.length)}`
}

describe('a table of rows', () => {
  const plain = { width: 80, color: false }

  it('has numbers on the right and says NULL', () => {
    const rows = [
      ['Map', 12],
      ['Session', 3456],
      [null, null],
    ]
    expect(resultTable(['class', 'bytes'], rows, plain)).toEqual([
      'class    bytes',
      '───────  ─────',
      'Map         12',
      'Session   3456',
      'NULL      NULL',
    ])
  })

  it('cuts the widest column until the rest fits', () => {
    const rows = [['x'.repeat(500), 'y'.repeat(12), 7]]
    for (const width of [40, 60, 80]) {
      const lines = resultTable(['one', 'two', 'n'], rows, { width, color: false })
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
      expect(lines[2]).toContain(`…  ${'y'.repeat(12)}  7`)
    }
  })

  it('keeps one line a row, whatever a name holds', () => {
    const lines = resultTable(['a\nb'], [['\u001b]0;title\u0007\r\nnext']], plain)
    expect(lines).toHaveLength(3)
    expect(lines.join('')).not.toMatch(/\p{Cc}/u)
  })

  it('shows lists as JSON, and names alone where there are no rows', () => {
    expect(resultTable(['list'], [[[1, 'two', null]]], plain)[2]).toBe('[1,"two",null]')
    expect(resultTable(['id', 'name'], [], plain)).toEqual(['id  name', '──  ────'])
  })
})

describe('rows as JSON', () => {
  it('read back as they are, without a character that cannot be seen', () => {
    const names = ['id', 'name', 'list']
    const rows = [
      [1, '\u001b[2J\u202e\u{e0041}"\\', [true, null]],
      [2, 'plain', []],
    ]
    const text = whole(jsonForm(names), rows)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(JSON.parse(text)).toEqual(rows.map(([id, name, list]) => ({ id, name, list })))
  })

  it('are an array where there are none', () => {
    expect(JSON.parse(whole(jsonForm(['id']), []))).toEqual([])
  })
})

describe('rows as CSV', () => {
  it('quote what needs it, and tell an empty text from none', () => {
    const rows = [['a,b', 'say "so"', '', null, 1.5, true]]
    expect(whole(csvForm(['1', '2', '3', '4', '5', '6']), rows)).toBe(
      '1,2,3,4,5,6\n"a,b","say ""so""","",,1.5,true\n',
    )
  })

  it('have one line a row', () => {
    const text = whole(csvForm(['name']), [['a\nb\u001b'], [String.raw`c:\d`], [' e ']])
    expect(text).toBe(`name\n${String.raw`a\u000ab\u001b`}\n${String.raw`c:\d`}\n" e "\n`)
  })
})
