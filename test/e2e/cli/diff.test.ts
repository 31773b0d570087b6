import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DiffReport } from '../../../src/protocol/index.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'

let directory = ''
const at = (name: string): string => join(directory, name)

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'diff-'))
  execFileSync(process.execPath, [join(PROGRAMS, 'takes-snapshots.cjs'), directory])
  writeFileSync(at('c.gz'), gzipSync(readFileSync(at('c.heapsnapshot'))))
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('tidemark diff', () => {
  it('names the path, the dominator and the class that grew, and exits with 0', async () => {
    const run = await runTidemark(['diff', '--json', '-', at('a.heapsnapshot'), '-'], {
      stdin: 'pipe',
      onStart: (child) => {
        if (child.stdin !== null) createReadStream(at('c.gz')).pipe(child.stdin)
      },
    })
    const report = JSON.parse(run.stdout) as DiffReport
    expect(run.code).toBe(0)
    expect(report.schema).toBe('tidemark.diff/1')
    expect(report.sameProcess).toBe(true)
    expect(report.paths[0]?.path.at(-1)).toBe('orders Map')
    expect(report.paths[0]?.composition.map((row) => row.objects)).toContain(40_000)
    expect(report.dominators[0]?.className).toBe('Map')
    expect(report.dominators[0]?.path.at(-1)).toBe('orders Map')
    const classes = new Map(report.classes.map((row) => [row.className, row.objects]))
    const [before = 0, after = 0] = classes.get('Array') ?? []
    expect(after - before).toBe(40_000)
    expect(run.stdout).not.toContain('order 1234')
  })

  it('says the same as text', async () => {
    const run = await runTidemark(['diff', at('a.heapsnapshot'), at('c.heapsnapshot')])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/Paths that grew[^]+orders Map[^]+Dominators[^]+Classes/)
    expect(run.stdout).toMatch(/not\s+a verdict/)
  })

  it('refuses what is no snapshot', async () => {
    writeFileSync(at('profile.json'), '{"head":{"callFrame":{}}}')
    for (const [file, code] of [
      ['profile.json', 'SNAPSHOT_NOT_A_SNAPSHOT'],
      ['nothing', 'FILE_UNREADABLE'],
    ] as const) {
      const run = await runTidemark(['diff', at('a.heapsnapshot'), at(file)])
      expect(run.stderr).toContain(code)
      expect(run.stderr).toContain(file)
      expect(run.code).toBe(2)
    }
  })
})
