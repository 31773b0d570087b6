import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { app, NODE, run } from '../target/watched-run.ts'

const AGENT = fileURLToPath(new URL('../../../dist/agent', import.meta.url))

interface Outcome {
  readonly error?: string
  readonly path?: string
  readonly tries?: number
  readonly forks: number
  readonly files: readonly string[]
  readonly second: string
  readonly working: number
  readonly children: readonly string[]
}

/** Lets a program take a snapshot of itself whose copy meets with `trouble`. */
async function snapshotWith(
  trouble: string,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-fork-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const printed = await run([NODE, app('snapshot-of-itself.cjs'), AGENT, directory, trouble])
  expect(printed).toMatchObject({ code: 0, stderr: '' })
  const [outcome = '', ...exits] = printed.stdout.trim().split('\n')
  // The program's handler for its exit has run in the program alone.
  expect(exits).toHaveLength(1)
  return JSON.parse(outcome) as Outcome
}

test('what a transform takes out of a snapshot never reaches the disk', async (context) => {
  const outcome = await snapshotWith('nothing', context)
  expect(outcome).toMatchObject({ tries: 1, working: 1, children: [] })
  expect(outcome.second).toBe('a snapshot of this isolate is under way')
  const text = await readFile(outcome.path ?? '', 'utf8')
  expect(JSON.parse(text)).toHaveProperty('snapshot')
  expect(text).toContain('redacted')
  expect(text).not.toContain('planted-secret')
})

test('a copy that stands still is ended, and a second one writes the file', async (context) => {
  const outcome = await snapshotWith('stands still once', context)
  expect(outcome).toMatchObject({ tries: 2, forks: 2, children: [] })
  expect(outcome.files).toHaveLength(1)
})

test.concurrent.for([
  ['stands still', 'the copy stood still'],
  ['throws', 'the copy could not write the file: EIO'],
  ['takes too much', 'the copy '],
  ['is killed', 'the copy ended by SIGKILL'],
  ['is ended', 'the copy was ended'],
])(
  'where a copy %s nothing of it is left, and the reason is told',
  async ([trouble, reason], context) => {
    const outcome = await snapshotWith(trouble ?? '', context)
    expect(outcome.error).toContain(reason)
    expect(outcome).toMatchObject({
      files: [],
      children: [],
      forks: trouble === 'is ended' ? 1 : 2,
    })
  },
)
