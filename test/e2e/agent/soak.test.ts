import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { report } from '../../support/run-tidemark.ts'

const PROGRAM = fileURLToPath(new URL('../../../bench/soak/program.mjs', import.meta.url))

test("Tidemark does not find a leak in its own agent's parts, run in loops and in fake time", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'soaked-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const file = join(directory, 'done.json')
  const { report: said } = await report([PROGRAM, '10', file])
  const done = JSON.parse(await readFile(file, 'utf8')) as Record<string, number>[]
  const [recorder] = done
  expect(done.reduce((sum, part) => sum + (part['operations'] ?? 0), 0)).toBeGreaterThan(20_000)
  expect(recorder?.['fakeHours']).toBeGreaterThanOrEqual(3)
  expect(recorder?.['fileBytes']).toBeLessThanOrEqual(5_100_000)
  expect(['leaking', 'suspect']).not.toContain(said.verdict)
  const floors = (said.isolates[0]?.memory.floorBytes ?? []).filter((bytes) => bytes !== null)
  expect(floors.length).toBeGreaterThan(4)
  // What a program takes that starts up is less; one that kept each of the recorder's lines would take ten times as much.
  expect(floors.at(-1)).toBeLessThan((floors[2] ?? 0) + 1_500_000)
})
