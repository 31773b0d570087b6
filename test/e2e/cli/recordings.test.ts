import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { jsonLines, recordedHeader, recordedSample } from '../../support/recording-lines.ts'
import { runTidemark } from '../../support/run-tidemark.ts'

const NAME = 'Recording.20261120.175035.4242.0.1f2e3d.recent-0.jsonl'

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'recordings-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Forty minutes of a floor that rises by 1 MB a minute, of a program whose name tries to rule the terminal. */
function rising(): string {
  const samples = Array.from({ length: 240 }, (_, index) =>
    recordedSample({
      atMs: index * 10_000,
      oldGenerationBytes: 30_000_000 + Math.round(index * 166_667 + 9000 * Math.sin(index * 7.1)),
    }),
  )
  const lines = samples.map((sample) => ({ type: 'sample', sample }))
  return jsonLines([
    recordedHeader({ entry: '/srv/\u001b[31mred\u001b]0;title\u0007.js' }),
    ...lines,
  ])
}

test('a recording that rises is a suspicion, names its program harmlessly and says how to go on', async () => {
  const path = directory()
  writeFileSync(join(path, NAME), rising())
  const { stdout, code } = await runTidemark(['analyze', path])
  expect(stdout).toContain('SUSPECT')
  expect(stdout).toContain('tidemark attach 4242')
  expect(stdout).not.toContain('\u001b')
  expect(stdout).not.toContain('\u0007')
  expect(code).toBe(3)
  const strict = await runTidemark(['analyze', '--fail-on', 'suspect', join(path, NAME)])
  expect(strict.code).toBe(1)
})

test('what is no recording, holds none, or is mixed with snapshots is refused with what to do', async () => {
  const path = directory()
  mkdirSync(join(path, 'empty'))
  writeFileSync(join(path, 'text.jsonl'), 'hello\n')
  const all = await Promise.all([
    runTidemark(['analyze', join(path, 'text.jsonl')]),
    runTidemark(['analyze', join(path, 'empty')]),
    runTidemark(['analyze', path, join(path, 'a.heapsnapshot')]),
  ])
  expect(all.map((one) => one.code)).toEqual([2, 2, 2])
  expect(all.map((one) => one.stderr)).toEqual([
    expect.stringContaining('RECORDING_UNREADABLE'),
    expect.stringContaining('tidemark/register'),
    expect.stringContaining('USAGE'),
  ])
})
