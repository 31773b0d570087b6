import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finding, Report } from '../../../src/protocol/index.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'

/** The first finding in three snapshots that the program writes of itself. */
async function firstFinding(program: string): Promise<Finding | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'explain-'))
  try {
    execFileSync(process.execPath, [join(PROGRAMS, program), directory])
    const files = ['a', 'b', 'c'].map((name) => join(directory, `${name}.heapsnapshot`))
    const { stdout } = await runTidemark(['analyze', '--json', '-', ...files])
    return (JSON.parse(stdout) as Report).findings[0]
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

describe('a finding explains', () => {
  it('what a cut would free, and which function would delete what piles up', async () => {
    const finding = await firstFinding('jobs-never-finished.cjs')
    expect(finding?.holder.name).toBe('jobs')
    expect(finding?.grows.objects).toBe(12_000)
    expect(finding?.whatIf?.share).toBeGreaterThan(0.9)
    expect(finding?.whatIf?.freedObjects).toBeGreaterThanOrEqual(12_000)
    expect(finding?.removers).toMatchObject([{ function: 'finish', does: 'deletes', line: 13 }])
    expect(finding?.removers[0]?.ran).not.toBe(true)
    expect(finding?.details).toEqual([])
  })

  it('that nothing deletes where nothing does, and who else holds the same objects', async () => {
    const finding = await firstFinding('jobs-without-end.cjs')
    const details = new Map(finding?.details.map(({ label, value }) => [label, value]))
    const other = finding?.holder.name === 'jobs' ? 'all' : 'jobs'
    expect(finding?.removers).toEqual([])
    expect(finding?.whatIf?.share).toBeLessThan(0.5)
    expect(details.get('also held by')).toContain(` ${other} (`)
    expect(details.get('removed by')).toContain(
      `nothing in test/fixtures/programs/jobs-without-end.cjs deletes from ${finding?.holder.name ?? ''}`,
    )
  })
})
