import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FileRing } from '../../../../dist/agent/recording/file-ring.cjs'

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ring-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

function ringIn(path: string, segmentBytes: number): FileRing {
  return new FileRing({
    path: (segment) => join(path, `${segment}.jsonl`),
    segmentBytes,
    header: () => 'header\n',
  })
}

/** Adds a line and waits until it is in a file. */
async function put(ring: FileRing, path: string, line: string): Promise<void> {
  ring.add(`${line}\n`)
  ring.flush()
  for (;;) {
    if ((await texts(path)).some((text) => text.includes(`${line}\n`))) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

async function texts(path: string): Promise<string[]> {
  const names = (await readdir(path)).sort()
  return Promise.all(names.map((name) => readFile(join(path, name), 'utf8')))
}

test('a ring holds two files of a bounded size, each with its header, and the last lines', async () => {
  const path = await directory()
  const ring = ringIn(path, 200)
  for (let index = 0; index < 60; index++) await put(ring, path, `line ${index} ${'x'.repeat(12)}`)
  const all = await texts(path)
  expect(all.length).toBe(2)
  for (const text of all) {
    expect(text.length).toBeLessThanOrEqual(200 + 'header\n'.length)
    expect(text.startsWith('header\n')).toBe(true)
  }
  const kept = all
    .flatMap((text) => [...text.matchAll(/line (\d+)/g)].map((match) => Number(match[1])))
    .sort((a, b) => a - b)
  expect(kept.at(-1)).toBe(59)
  expect(kept).toEqual(kept.map((_value, index) => 60 - kept.length + index))
  expect(kept.length).toBeGreaterThan(5)
})

test('its files can be read by their owner alone', async () => {
  const path = await directory()
  await put(ringIn(path, 1000), path, 'line')
  expect((await stat(join(path, '0.jsonl'))).mode & 0o777).toBe(0o600)
})

test('what must not wait is written at once, into a file of its own where there is none', async () => {
  const path = await directory()
  const ring = ringIn(path, 1000)
  ring.add('first\n')
  ring.flushNow()
  ring.add('second\n')
  ring.flushNow()
  expect(await texts(path)).toEqual(['header\nfirst\nsecond\n'])
})

test('what waits is written when it is closed, and nothing after', async () => {
  const path = await directory()
  const ring = ringIn(path, 1000)
  await put(ring, path, 'first')
  ring.add('last\n')
  ring.close()
  ring.add('late\n')
  ring.flush()
  ring.close()
  expect(await texts(path)).toEqual(['header\nfirst\nlast\n'])
})

test('a ring that never wrote leaves no file when it is closed', async () => {
  const path = await directory()
  const ring = ringIn(path, 1000)
  ring.add('line\n')
  ring.close()
  expect(await readdir(path)).toEqual([])
})

test('where the directory is gone it drops lines and does not throw', async () => {
  const path = await directory()
  const ring = ringIn(join(path, 'missing'), 1000)
  for (let index = 0; index < 100; index++) {
    ring.add('line\n')
    ring.flush()
    await new Promise((resolve) => setImmediate(resolve))
  }
  ring.close()
  expect(await readdir(path)).toEqual([])
})

test('lines that a disk does not take are dropped, not kept for ever', async () => {
  const path = await directory()
  const ring = ringIn(path, 10_000_000)
  await put(ring, path, 'first')
  for (let index = 0; index < 10_000; index++) ring.add(`${'x'.repeat(999)}\n`)
  ring.close()
  const [text = ''] = await texts(path)
  expect(text.length).toBeLessThan(600_000)
  expect(text.length).toBeGreaterThan(500_000)
})
