// What redaction is for: the one who gets the files sees what the one who took them sees.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../../src/protocol/index.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'

const NAMES = ['a.heapsnapshot', 'b.heapsnapshot', 'c.heapsnapshot']
const directory = mkdtempSync(join(tmpdir(), 'redacted-'))
const shared = join(directory, 'shared')
const files = NAMES.map((name) => join(directory, name))

beforeAll(async () => {
  execFileSync(process.execPath, [join(PROGRAMS, 'grows-by-address.mjs'), directory])
  mkdirSync(shared)
  const run = await runTidemark(['redact', ...files, shared])
  if (run.code !== 0) throw new Error(run.stderr)
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

async function analyze(paths: readonly string[]): Promise<Report> {
  const run = await runTidemark(['analyze', '--json', '-', ...paths])
  return JSON.parse(run.stdout) as Report
}

describe('three redacted files', () => {
  it('give the findings and the fingerprints of the files themselves', async () => {
    const before = await analyze(files)
    const after = await analyze(NAMES.map((name) => join(shared, name)))
    expect(before.findings.length).toBeGreaterThan(1)
    expect(before.findings.map(({ holder }) => holder.name)).toContain('answers')
    expect(after.summary).toBe(before.summary)
    expect(after.findings).toEqual(before.findings)
    expect(after.notes).toEqual(before.notes)
  })
})

describe('tidemark redact', () => {
  it('refuses to write over what it reads, and several files into one', async () => {
    const [file = '', other = ''] = files
    for (const args of [[file, file], [file, directory], [file, other, file], [file]]) {
      const run = await runTidemark(['redact', ...args])
      expect({ args, code: run.code }).toEqual({ args, code: 2 })
      expect(run.stderr).toContain('USAGE')
    }
  })

  it('leaves nothing where the file is no snapshot', async () => {
    const out = join(directory, 'out')
    const run = await runTidemark(['redact', join(PROGRAMS, 'grows-by-address.mjs'), out])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('SNAPSHOT_NOT_A_SNAPSHOT')
    expect(execFileSync('ls', [directory]).toString()).not.toContain('out')
  })

  it('writes to stdout where it is asked to', async () => {
    const run = await runTidemark(['redact', files[0] ?? '', '-'])
    expect(run.code).toBe(0)
    expect(Object.keys(JSON.parse(run.stdout) as object)).toContain('strings')
    expect(run.stdout).not.toContain('/orders/1?token')
  })
})
