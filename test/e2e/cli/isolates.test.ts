import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { PROGRAMS, report } from '../../support/run-tidemark.ts'

const CORPUS = fileURLToPath(new URL('../../../bench/corpus/', import.meta.url))

describe('tidemark run on several isolates', () => {
  it('blames the cluster primary that keeps what its workers sent, and not the workers', async () => {
    const program = join(CORPUS, 'isolates-cluster-primary/leaky.js')
    const run = await report([program], { env: { SECONDS: '22' } })
    const [finding] = run.report.findings
    const main = run.report.isolates.find((isolate) => isolate.role === 'main')
    expect(finding).toMatchObject({ cause: 'collection', isolate: main?.id, alsoIn: [] })
    expect(finding?.holder.name).toBe('reports')
    const workers = run.report.isolates.filter((isolate) => isolate.role === 'cluster-worker')
    expect(workers).toHaveLength(2)
    for (const worker of workers) expect(worker.verdict).not.toBe('leaking')
  })

  it('finds worker threads that are never ended, though each heap is flat', async () => {
    const program = join(CORPUS, 'isolates-never-terminated/leaky.js')
    const run = await report([program], { env: { SECONDS: '20' } })
    expect(run.report.verdict).toBe('leaking')
    const [finding] = run.report.findings
    expect(finding).toMatchObject({ cause: 'worker', where: 'handles', status: 'confirmed' })
    expect(finding?.title).toContain('converter.js')
    expect(basename(finding?.addedBy[0]?.file ?? '')).toBe('leaky.js')
    const roles = run.report.isolates.map((isolate) => isolate.role)
    expect(roles.filter((role) => role === 'main')).toEqual(['main'])
  })

  it('accuses no worker threads that are replaced in turn', async () => {
    const program = fileURLToPath(
      new URL('../../../bench/lookalikes/worker-recycling/healthy.js', import.meta.url),
    )
    const run = await report([program], { env: { SECONDS: '14' } })
    expect(run.report.findings).toEqual([])
    expect(['leaking', 'suspect']).not.toContain(run.report.verdict)
  })

  it('says which worker thread it cannot watch, for an environment of its own', async () => {
    const program = join(PROGRAMS, 'worker-of-its-own.mjs')
    const { isolates, notes } = (await report([program])).report
    const pid = isolates[0]?.pid
    const threads = new Set(isolates.map((isolate) => isolate.threadId))
    expect(threads).toEqual(new Set([0, 1, 3]))
    expect(notes.join(' ')).toContain(`The worker thread ${pid}/2 is not watched`)
  })
})
