import { readFileSync, readdirSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { codeText } from '../../../src/diagnosis/source/code-text.ts'
import { functionAt, functionRanges } from '../../../src/diagnosis/source/function-ranges.ts'
import { scriptCode } from '../../../src/diagnosis/source/script-code.ts'

/** Names of the functions of a text, innermost first. */
function names(text: string): string[] {
  return functionRanges(codeText(text)).map((range) => range.name)
}

describe('the code of a script', () => {
  it('keeps its length and its lines, whatever stands in it', () => {
    const text = '#!/bin/x\n"a{" /* } */ + `b${ f("}") }c{` // {\n/[/{]\\//.test(x) / y'
    const code = codeText(text)
    expect(code).toHaveLength(text.length)
    expect(code.split('\n')).toHaveLength(text.split('\n').length)
  })

  it('blanks strings, comments, templates and regular expressions, and not the code inside a template', () => {
    const code = codeText(
      'a("x.clear()") // y.clear()\nb(`t.clear() ${z.clear()} u`) + /v.clear()/g',
    )
    expect(code).not.toMatch(/[xytuv]\.clear/)
    expect(code).toContain('z.clear()')
  })

  it('tells a division from a regular expression', () => {
    expect(codeText('const a = b / c / d; e(1) / 2 / f')).toBe('const a = b / c / d; e(1) / 2 / f')
    expect(codeText('return /x{/')).toBe('return /  /')
    expect(codeText('x = y\n? /{/ : /}/')).toBe('x = y\n? / / : / /')
  })

  it('ends where the text ends, though a string or a comment is open', () => {
    for (const text of ['"abc', 'a /* b', '`a ${b', '`a', '/[', 'f(() => {', '}}}', ')=>{']) {
      expect(scriptCode(text)?.code).toHaveLength(text.length)
    }
  })
})

describe('the functions of a script', () => {
  it('are found in every form, by their names', () => {
    expect(names('function a() {}')).toEqual(['a'])
    expect(names('const b = async function* () {}')).toEqual(['b'])
    expect(names('const c = async (x) => x + 1')).toEqual(['c'])
    expect(names('const o = { d() {}, e: () => {}, async f() {} }')).toEqual(['d', 'e', 'f'])
    expect(names('class G { #h() {} get i() { return 1 } static j = () => 2 }')).toEqual([
      '#h',
      'i',
      'j',
    ])
    expect(names('if (x) {} for (const y of z) {} while (a) {} switch (b) {}')).toEqual([])
  })

  it('of one expression end with it, with and without semicolons', () => {
    const text = 'const a = () => x.clear()\nconst b = (y) => y\n  .map((z) => z)\nx.clear()'
    const ranges = functionRanges(codeText(text))
    expect(ranges.map((range) => text.slice(range.start, range.end))).toEqual([
      '() => x.clear()',
      '(z) => z',
      '(y) => y\n  .map((z) => z)',
    ])
    expect(functionAt(ranges, text.lastIndexOf('x.clear'))).toBeNull()
  })

  it('end where V8 says that they end, in the packages that are installed here', () => {
    const files = ['ws/lib', 'commander/lib', 'picocolors'].flatMap((folder) => {
      const path = join('node_modules', folder)
      return readdirSync(path)
        .filter((name) => name.endsWith('.js'))
        .map((name) => join(path, name))
    })
    let compared = 0
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      const ends = new Set(functionRanges(codeText(text)).map((range) => range.end))
      for (const end of endsByV8(text)) {
        expect(ends).toContain(end)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(150)
  })
})

/** Ends of the functions that V8 knows in a script, which is compiled and not run further than its first throw. */
function endsByV8(text: string): number[] {
  const wrapper = '(function(exports, require, module){'
  const name = `probe-${String(text.length)}.js`
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const run: unknown = new vm.Script(`${wrapper}${text}\n})`, { filename: name }).runInThisContext()
  try {
    if (typeof run === 'function') run({}, () => ({}), { exports: {} })
  } catch {
    // The stubs of what it requires are empty: what was compiled until then is enough.
  }
  const ends: number[] = []
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    if (error !== null) throw error
    const script = answer.result.find((one) => one.url === name)
    for (const { functionName, ranges } of script?.functions ?? []) {
      const range = ranges[0]
      const start = (range?.startOffset ?? 0) - wrapper.length
      const synthetic = functionName.includes('initializer>') || functionName.includes('members')
      if (range !== undefined && start > 0 && !synthetic)
        ends.push(range.endOffset - wrapper.length)
    }
  })
  session.disconnect()
  return ends
}
