import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renamed } from '../../../bench/metamorphic/rename.mjs'
import { reordered } from '../../../bench/metamorphic/reorder.mjs'
import { samenessText } from '../../../bench/metamorphic/sameness-table.mjs'

const LAB = resolve(import.meta.dirname, '../../../lab')

function sourcesOf(name: string): Map<string, string> {
  const folder = join(LAB, name)
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
}

describe('a program under other names', () => {
  test('has its own names and files changed wherever they stand', () => {
    const files = new Map([
      ['leaky.js', "import { put } from './store.js'\nput(1)\n"],
      [
        'store.js',
        'const sessions = new Map()\nexport function put(id) {\n  sessions.set(id, id)\n}\n',
      ],
    ])
    const { files: after, names, fileNames } = renamed(files)
    const text = [...after.values()].join('\n')
    expect([...names.keys()]).toEqual(['sessions', 'put'])
    expect(text).not.toMatch(/sessions|\bput\b|store\.js/)
    expect(after.get(fileNames.get('leaky.js') ?? '')).toContain(`./${fileNames.get('store.js')}`)
    expect(text).toContain(`${names.get('sessions')}.set(id, id)`)
  })

  test('keeps names that mean something to Node or to what it imports', () => {
    const files = new Map([
      [
        'a.js',
        "import { once } from 'node:events'\nconst signal = 1\nconst size = 2\nconst data = 3\n",
      ],
      ['b.js', "listen({ signal })\nuse(map.size, once)\nstream.on('data', go)\n"],
    ])
    expect([...renamed(files).names.keys()]).toEqual([])
  })

  test('keeps a name that is part of a path', () => {
    const files = new Map([['a.js', "const server = load('./lib/server.js')\nserver()\n"]])
    expect([...renamed(files).names.keys()]).toEqual([])
    const imported = new Map([['a.js', "import { pool } from './lib/pool.js'\nconst pool = 1\n"]])
    expect([...renamed(imported).names.keys()]).toEqual([])
  })

  test('keeps the name of a file that is loaded without its ending', () => {
    const files = new Map([
      ['a.js', "load('plugin')\nnew Worker(new URL('thread.js', import.meta.url))\n"],
      ['plugin.js', ''],
      ['thread.js', ''],
    ])
    const { files: after, fileNames } = renamed(files)
    expect([...fileNames.keys()]).toEqual(['a.js', 'thread.js'])
    expect(after.get(fileNames.get('a.js') ?? '')).toContain(`'${fileNames.get('thread.js')}'`)
  })

  test('says nothing of a leak in the lab any more', () => {
    const { names } = renamed(sourcesOf('collection'))
    expect([...names.keys()]).toEqual(expect.arrayContaining(['sessions', 'openSession']))
    expect(new Set(names.values()).size).toBe(names.size)
  })
})

describe('a program in another order', () => {
  const source = [
    "import a from 'a'",
    "import b from 'b'",
    '',
    'const x = 1',
    'function first() {',
    '  return x',
    '}',
    'export async function second() {',
    '  first()',
    '}',
    'second()',
    '',
  ].join('\n')

  test('loads its modules and declares its functions in reverse', () => {
    const after = reordered(source)
    expect(after.indexOf("from 'b'")).toBeLessThan(after.indexOf("from 'a'"))
    expect(after.indexOf('second() {')).toBeLessThan(after.indexOf('first() {'))
    expect(after.indexOf('const x')).toBeLessThan(after.indexOf('second() {'))
  })

  test('has every line that it had', () => {
    const lines = (text: string) =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .toSorted()
    expect(lines(reordered(source))).toEqual(lines(source))
    for (const [, text] of sourcesOf('recursion'))
      expect(lines(reordered(text))).toEqual(lines(text))
  })
})

describe('what is said of a program in another guise', () => {
  type Row = Parameters<typeof samenessText>[0][number]
  const run = (parts: Partial<Row>): Row => {
    const plain: Partial<Row> = { suite: 'lab', case: 'a', twin: 'leaky', expected: 'leak' }
    const said: Partial<Row> = { verdict: 'leaking', cause: 'timer', fingerprint: 'f1' }
    return { ...plain, ...said, guise: 'plain', keepsNames: true, ...parts } as Row
  }

  test('is compared with the program as it is', () => {
    const text = samenessText([run({}), run({ guise: 'waves', cause: 'closure' })], 'plain')
    expect(text).toMatch(/waves +\| 1 of 1 [^|]+\| 0 of 1 [^|]+\| 1 of 1/)
    expect(text).toContain('leaking, closure, f1')
  })

  test('may differ in the fingerprint where names were changed, and in stable against bounded', () => {
    const healthy: Partial<Row> = {
      twin: 'healthy',
      expected: 'no leak',
      fingerprint: null,
      cause: null,
    }
    const rows = [
      run({}),
      run({ guise: 'names', keepsNames: false, fingerprint: 'f2' }),
      run({ ...healthy, verdict: 'stable' }),
      run({ ...healthy, verdict: 'bounded', guise: 'names' }),
    ]
    expect(samenessText(rows, 'plain')).toContain('Nothing differed.')
  })
})
