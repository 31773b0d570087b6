import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../../src/protocol/index.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'

let directory = ''
let files: string[] = []

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'snapshots-'))
  execFileSync(process.execPath, [join(PROGRAMS, 'takes-snapshots.cjs'), directory])
  files = ['a', 'b', 'c'].map((name) => join(directory, `${name}.heapsnapshot`))
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

async function analyze(...args: string[]): Promise<{ code: number | null; report: Report }> {
  const run = await runTidemark(['analyze', '--json', '-', ...args])
  return { code: run.code, report: JSON.parse(run.stdout) as Report }
}

describe('tidemark analyze', () => {
  it('finds with three files what grew in every round, and calls it suspect: files have no trend', async () => {
    const { code, report } = await analyze(...files)
    expect(report.verdict).toBe('suspect')
    expect(code).toBe(3)
    expect(report.findings[0]).toMatchObject({ cause: 'collection', status: 'suspect' })
    expect(report.findings[0]?.holder.name).toBe('orders')
    expect(report.findings[0]?.grows.objects).toBe(40_000)
    expect(files.every((file) => existsSync(file))).toBe(true)
  })

  it('finds the same with two files', async () => {
    const { report } = await analyze(...files.slice(0, 2))
    expect(report.findings[0]?.holder.name).toBe('orders')
    expect(report.notes.join(' ')).toContain('third file')
  })

  it('lists with one file what is big, and calls it suspects', async () => {
    const { report } = await analyze(files[2] ?? '')
    expect(report.verdict).toBe('inconclusive')
    expect(report.findings.map((finding) => finding.holder.name)).toContain('orders')
    expect(report.findings.every((finding) => finding.status === 'suspect')).toBe(true)
    expect(report.notes.join(' ')).toContain('not what grows')
  })

  it('reads gzipped files by their content, not by their name', async () => {
    const packed = join(directory, 'packed.heapsnapshot')
    writeFileSync(packed, gzipSync(readFileSync(files[2] ?? '')))
    const { report } = await analyze(packed)
    expect(report.findings.map((finding) => finding.holder.name)).toContain('orders')
  })

  it('names the variable of a waiting module that keeps WebAssembly memories', async () => {
    const memories = mkdtempSync(join(directory, 'memories-'))
    execFileSync(process.execPath, [join(PROGRAMS, 'keeps-memories.mjs'), memories])
    const taken = ['a', 'b', 'c'].map((name) => join(memories, `${name}.heapsnapshot`))
    const { report } = await analyze(...taken)
    expect(report.findings[0]).toMatchObject({ cause: 'array-buffer', where: 'off-heap' })
    expect(report.findings[0]?.holder).toMatchObject({ name: 'filters', className: 'Array' })
    expect(report.findings[0]?.holder.source?.file).toMatch(/keeps-memories\.mjs$/)
  })

  it('shows no contents of strings', async () => {
    const { report } = await analyze(...files)
    expect(JSON.stringify(report)).not.toContain('order 1234')
  })

  it('exits with 1 for a suspect where --fail-on says so', async () => {
    expect((await analyze('--fail-on', 'suspect', ...files)).code).toBe(1)
  })
})
