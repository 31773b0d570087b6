import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LAB, runTidemark } from '../../support/run-tidemark.ts'

describe('tidemark lab', () => {
  it('lists every case with its title', async () => {
    const run = await runTidemark(['lab'])
    const names = readdirSync(LAB, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const { name } of names) expect(run.stdout).toContain(name)
    expect(run.code).toBe(0)
  })

  it('names the cases when asked for one that does not exist', async () => {
    const run = await runTidemark(['lab', 'nonsense'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('collection')
  })

  it('shows that circular references are healthy, and says why', async () => {
    const run = await runTidemark(['lab', 'circular'], { env: { SECONDS: '25' } })
    expect(run.stdout).toMatch(/stable|bounded/i)
    expect(run.stderr).toContain('healthy')
    expect(run.code).toBe(0)
  })
})
