import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WatchedSummary } from '../../../src/library/index.ts'
import type { Report } from '../../../src/protocol/index.ts'
import { LIBRARY, runProgram } from '../../support/run-program.ts'
import { report, runTidemark } from '../../support/run-tidemark.ts'

const directory = mkdtempSync(join(tmpdir(), 'watched-'))
const file = join(directory, 'held.heapsnapshot')
let counted: {
  readonly before: WatchedSummary
  readonly after: WatchedSummary
  readonly told: readonly unknown[]
}

beforeAll(async () => {
  const printed = await runProgram(['--expose-gc', join(LIBRARY, 'held-sessions.mjs'), file])
  counted = JSON.parse(printed.stdout) as typeof counted
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('watch, without Tidemark beside the program', () => {
  it('counts what is gone, what is overdue and what is not due', () => {
    expect(counted.before).toMatchObject({ overdue: 0, gone: 0, skipped: 0 })
    const rows = Object.fromEntries(counted.after.rows.map(({ why, ...row }) => [why, row]))
    expect(rows['session closed']).toEqual({ pending: 0, overdue: 10, gone: 30 })
    expect(rows['pooled']).toEqual({ pending: 0, overdue: 0, gone: 0 })
    expect(rows['not due']).toEqual({ pending: 1, overdue: 0, gone: 0 })
    expect(rows['not done']).toEqual({ pending: 1, overdue: 0, gone: 0 })
    expect(rows['gone before done']).toEqual({ pending: 0, overdue: 0, gone: 1 })
    expect(counted.after.overdue).toBe(11)
    expect(counted.told).toEqual([{ overdue: 11 }])
  })
})

describe('the cost of a watched object', () => {
  it('is at most 160 bytes, and nothing when it is gone', async () => {
    const { stdout } = await runProgram(['--expose-gc', join(LIBRARY, 'watch-cost.mjs')])
    const said = JSON.parse(stdout) as WatchedSummary & { readonly bytes: number }
    expect(said.bytes).toBeGreaterThan(50)
    expect(said.bytes).toBeLessThanOrEqual(160)
    expect(said.skipped).toBe(0)
    expect(said.gone).toBeGreaterThanOrEqual(9990)
  })
})

describe('a snapshot of a program that watches', () => {
  it('becomes a report of what is overdue, by what holds it, and of nothing else that was watched', async () => {
    const { code, stdout } = await runTidemark(['analyze', '--json', '-', file])
    const { verdict, findings } = JSON.parse(stdout) as Report
    const declared = findings.filter((one) => one.evidence[0]?.kind === 'end-of-life')
    expect(verdict).toBe('suspect')
    expect(code).toBe(3)
    expect(declared.map(({ cause, holder }) => [cause, holder.name])).toEqual([
      ['collection', 'recent'],
      ['event-listener', 'bus'],
    ])
    expect(declared[0]?.title).toContain('10 Session objects are declared over ("session closed")')
    expect(declared[1]?.title).toContain(`("session of ${process.version} left")`)
    expect(findings.every((one) => !one.grows.className.includes('Job'))).toBe(true)
  })
})

describe('tidemark run of a program that watches', () => {
  const program = join(LIBRARY, 'closing-sessions.mjs')
  const options = ['--duration', '11s', '--', process.execPath, program]

  it.concurrent('takes a snapshot for what is overdue though nothing much grows', async () => {
    const { report: said } = await report([...options, 'leaky'])
    expect(said.findings[0]).toMatchObject({ cause: 'collection', holder: { name: 'sessions' } })
    expect(said.findings[0]?.evidence.map(({ kind }) => kind)).toContain('end-of-life')
    expect(said.findings[0]?.path.at(-1)?.to).toBe('Session')
    expect(said.findings[0]?.holder.source?.file).toContain('closing-sessions.mjs')
  })

  it.concurrent('accuses nobody where all that was declared over goes', async () => {
    const { report: said } = await report([...options, 'healthy'])
    expect(said.findings).toEqual([])
    expect(['stable', 'bounded', 'inconclusive']).toContain(said.verdict)
    expect(said.intrusion?.snapshots).toEqual([])
  })
})
