// `tidemark query` as a user runs it.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'
import type { Finished } from '../../support/run-tidemark.ts'

const directory = mkdtempSync(join(tmpdir(), 'query-command-'))
const file = join(directory, 'kinds.heapsnapshot')
const RED = `SELECT name, length(name) AS length FROM nodes WHERE name LIKE '%[31mred%' AND type = 'string' LIMIT 1`

beforeAll(() => {
  execFileSync(process.execPath, [join(PROGRAMS, 'many-kinds.mjs'), file])
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('tidemark query', () => {
  it('draws a table with nothing in it that a terminal would obey', async () => {
    const run = await runTidemark(['query', file, RED])
    expect(run).toMatchObject({ code: 0, stderr: '' })
    const [head, , row, end] = run.stdout.split('\n')
    expect(head).toMatch(/^name +length$/)
    expect(row).toMatch(/^\\u\{1b\}\[31mred\\u\{202e\} +9$/)
    expect(end).toBe('')
  })

  it('writes JSON and CSV, private and whole', async () => {
    const json = join(directory, 'rows.json')
    const csv = join(directory, 'rows.csv')
    expect(await runTidemark(['query', file, RED, '--json', json])).toMatchObject({ stdout: '' })
    expect(statSync(json).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual([
      { name: '\u001b[31mred\u202e', length: 9 },
    ])
    await runTidemark(['query', file, RED, '--csv', csv])
    expect(readFileSync(csv, 'utf8')).toBe('name,length\n\\u001b[31mred\\u202e,9\n')
    expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('reads gzip, shows a part of many rows and writes them all', async () => {
    const packed = join(directory, 'packed.gz')
    writeFileSync(packed, gzipSync(readFileSync(file), { level: 1 }))
    const sql = "SELECT id FROM nodes WHERE name = 'Session' AND type = 'object'"
    const table = await runTidemark(['query', packed, sql, '--rows', '7'])
    expect(table.stdout.trim().split('\n')).toHaveLength(9)
    expect(table.stderr).toContain('the first 7 rows')
    const all = await runTidemark(['query', packed, sql, '--json', '-'])
    expect(JSON.parse(all.stdout)).toHaveLength(2000)
  })

  it('finds a mistake before it reads the file', async () => {
    const absent = join(directory, 'absent.heapsnapshot')
    const run = await runTidemark(['query', absent, 'SELECT idd FROM nodes'])
    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(/QUERY_FAILED: Binder Error: .*idd/)
    const right = await runTidemark(['query', absent, 'SELECT id FROM nodes'])
    expect(right).toMatchObject({ code: 2, stdout: '' })
    expect(right.stderr).toContain('FILE_UNREADABLE')
  })

  it('says what to install where the SQL engine is missing', async () => {
    const run = await withEngine(
      "throw Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' })",
    )
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain('PEER_MISSING')
    expect(run.stderr).toContain('npm install --save-dev @duckdb/node-api')
  })

  it('says so where the SQL engine is there and has no build for the platform', async () => {
    const run = await withEngine(
      'return { url: \'data:text/javascript,throw new Error("no binding")\', shortCircuit: true }',
    )
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/PEER_MISSING.*does not load: no binding/)
    expect(run.stderr).not.toContain('npm install')
  })
})

/** A run in which the engine's package is found by these statements, which see its `name`. */
function withEngine(statements: string): Promise<Finished> {
  const hooks = `export function resolve(name, context, next) {
    if (name !== '@duckdb/node-api') return next(name, context)
    ${statements}
  }`
  const preload = join(directory, 'engine.mjs')
  const url = `data:text/javascript,${encodeURIComponent(hooks)}`
  writeFileSync(
    preload,
    `import { register } from 'node:module'\nregister(${JSON.stringify(url)})\n`,
  )
  return runTidemark(['query', file, 'FROM nodes'], {
    env: { NODE_OPTIONS: `--import ${preload}` },
  })
}
