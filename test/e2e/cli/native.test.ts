import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LAB, report } from '../../support/run-tidemark.ts'

const env = { SECONDS: '20' }

describe('memory outside the heap', () => {
  it('is told apart: messages that nobody reads leak, those that are read do not', async () => {
    const [leaky, healthy] = await Promise.all(
      ['leaky', 'healthy'].map((twin) => report([join(LAB, `message-queue/${twin}.js`)], { env })),
    )
    const finding = leaky?.report.findings[0]
    expect(leaky?.report.verdict).toBe('leaking')
    expect(finding).toMatchObject({ cause: 'native', where: 'native', status: 'confirmed' })
    expect(finding?.title).toBe('Messages wait in a MessagePort that nobody reads')
    expect(finding?.holder.name).toBe('receiver')
    expect(finding?.holder.source?.file).toMatch(/leaky\.js$/)
    expect(leaky?.code).toBe(1)
    expect(healthy?.report.findings).toEqual([])
    expect(healthy?.code).toBe(0)
  })

  it('has parts that sum to the resident memory, and that the kernel agrees with', async () => {
    const { report: seen } = await report([join(LAB, 'array-buffer/leaky.js')], {
      env: { SECONDS: '8' },
    })
    const [first] = seen.processes
    const last = (column: readonly number[] | undefined): number => column?.at(-1) ?? 0
    const parts = Object.values(first?.parts ?? {})
    const sum = parts.reduce((total, column) => total + last(column), 0)
    const rss = last(first?.rssBytes)
    expect(sum / rss).toBeGreaterThan(0.999)
    expect(sum / rss).toBeLessThan(1.001)
    const byAgent = Math.max(...(seen.isolates[0]?.memory.rssBytes ?? []))
    expect(rss / byAgent).toBeGreaterThan(0.6)
    expect(rss / byAgent).toBeLessThan(1.4)
    expect(last(first?.parts['array buffers'])).toBeGreaterThan(2_000_000)
    expect(last(first?.parts.other) / rss).toBeLessThan(0.05)
    expect(first?.verdict).not.toBe('leaking')
  })
})
