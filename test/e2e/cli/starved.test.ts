import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LAB, report } from '../../support/run-tidemark.ts'

describe('a program whose event loop starves', () => {
  it('is read from outside: the recursion, its function and the line of the self-call are named', async () => {
    const node = [process.execPath, '--max-old-space-size=512', join(LAB, 'recursion/leaky.js')]
    const run = await report(['--duration', '30s', '--', ...node], { env: { DATABASE: 'sync' } })
    const [finding] = run.report.findings
    expect(run.report.verdict).toBe('leaking')
    expect(finding).toMatchObject({ cause: 'recursion', status: 'confirmed' })
    expect(finding?.holder.name).toBe('register')
    expect(finding?.holder.source).toMatchObject({ file: 'lab/recursion/leaky.js', line: 6 })
    expect(finding?.addedBy[0]).toMatchObject({ file: 'lab/recursion/leaky.js', line: 16 })
    expect(finding?.path.some((step) => step.repeats > 1000)).toBe(true)
    expect(run.report.notes.join(' ')).toContain('starved')
    expect(run.left).toEqual([])
  })
})
