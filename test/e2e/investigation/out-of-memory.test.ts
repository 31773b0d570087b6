import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROGRAMS, report } from '../../support/run-tidemark.ts'

const program = (name: string): string => join(PROGRAMS, `${name}.cjs`)

describe('the report of a program that died of memory', () => {
  it('names the limit and the line that filled the heap', async () => {
    const command = [process.execPath, '--max-old-space-size=40', program('keeps-answers')]
    const run = await report(['--', ...command])
    expect(run.report.deaths).toMatchObject([
      { kind: 'heap-limit', limitBytes: 40 * 1024 * 1024, inOneTurn: false },
    ])
    const [death] = run.report.deaths ?? []
    expect(death?.filledBy.map((site) => site.file)).toContain(
      'test/fixtures/programs/keeps-answers.cjs',
    )
    expect(['leaking', 'suspect', 'inconclusive']).toContain(run.report.verdict)
    expect(run.report.summary).toContain('heap limit of 41.9 MB (40 MiB)')
    expect(run.report.partial).toBe(true)
    expect(run.code).toBe(run.report.verdict === 'leaking' ? 1 : 4)
    expect(run.left).toEqual([])
  })

  it('accuses no program that loads at once more than it may have', async () => {
    const command = [process.execPath, '--max-old-space-size=40', program('loads-at-once')]
    const run = await report(['--', ...command])
    expect(run.report.deaths).toMatchObject([{ kind: 'heap-limit', inOneTurn: true }])
    expect(run.report.findings).toEqual([])
    expect(run.report.summary).toContain('no evidence of a leak')
    expect(run.code).toBe(4)
  })

  it('tells of a worker thread that died in a program that went on', async () => {
    const run = await report([program('worker-fills-heap')])
    expect(run.report.target.exit).toEqual({ code: 0, signal: null })
    expect(run.report.deaths).toMatchObject([
      { kind: 'worker-heap-limit', certain: true, limitBytes: 24 * 1024 * 1024 },
    ])
  })

  // Only Linux holds a process to it.
  it.runIf(process.platform === 'linux')('names a limit that the system set', async () => {
    const script = `ulimit -d 300000; exec "${process.execPath}" "${program('keeps-buffers')}"`
    const run = await report(['--', 'sh', '-c', script])
    expect(run.report.deaths).toMatchObject([
      { kind: 'memory-refused', limitBytes: 300_000 * 1024 },
    ])
    expect(run.report.verdict).not.toBe('stable')
  })
})
