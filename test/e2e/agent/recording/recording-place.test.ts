import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { readdir, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cleanRecordings } from '../../../../dist/agent/recording/clean-recordings.cjs'
import { recordingPlace } from '../../../../dist/agent/recording/recording-place.cjs'

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'place-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('recordings lie below TIDEMARK_DIR, where only their owner may look', () => {
  const path = directory()
  const place = recordingPlace({ TIDEMARK_DIR: join(path, 'here'), XDG_STATE_HOME: path })
  expect(place).toEqual({
    directory: join(path, 'here', 'recordings'),
    switchPath: join(path, 'here', 'disable'),
  })
  expect(statSync(place?.directory ?? '').mode & 0o777).toBe(0o700)
})

test('without it they lie below the state directory', () => {
  const path = directory()
  const place = recordingPlace({ XDG_STATE_HOME: path })
  expect(place?.directory).toBe(join(path, 'tidemark', 'recordings'))
})

test('a directory that others may read is closed to them', () => {
  const path = directory()
  mkdirSync(join(path, 'recordings'))
  chmodSync(join(path, 'recordings'), 0o755)
  const place = recordingPlace({ TIDEMARK_DIR: path })
  expect(statSync(place?.directory ?? '').mode & 0o777).toBe(0o700)
})

test('a link in place of the directory is not followed, nor another place taken', () => {
  const path = directory()
  mkdirSync(join(path, 'elsewhere'))
  symlinkSync(join(path, 'elsewhere'), join(path, 'recordings'))
  expect(recordingPlace({ TIDEMARK_DIR: path })).toBeNull()
})

const NOW_MS = 2e12
const NAME = 'Recording.20330518.033320'

async function filled(
  files: Readonly<Record<string, { ageMs: number; bytes: number }>>,
): Promise<string> {
  const path = directory()
  for (const [name, { ageMs, bytes }] of Object.entries(files)) {
    const file = join(path, name)
    writeFileSync(file, 'x'.repeat(bytes))
    await utimes(file, (NOW_MS - ageMs) / 1000, (NOW_MS - ageMs) / 1000)
  }
  return path
}

test('recordings go by age, and the oldest by size and number; what is written to, and all else, stays', async () => {
  const day = 86_400_000
  const path = await filled({
    [`${NAME}.1.0.a.recent-0.jsonl`]: { ageMs: 1000, bytes: 900 },
    [`${NAME}.2.0.b.recent-0.jsonl`]: { ageMs: day, bytes: 100 },
    [`${NAME}.3.0.c.lasting-1.jsonl`]: { ageMs: 2 * day, bytes: 100 },
    [`${NAME}.4.0.d.recent-1.jsonl`]: { ageMs: 20 * day, bytes: 1 },
    'notes.jsonl': { ageMs: 20 * day, bytes: 1 },
  })
  await cleanRecordings(path, NOW_MS, { ageMs: 14 * day, bytes: 1000, files: 10 })
  expect((await readdir(path)).sort()).toEqual([
    `${NAME}.1.0.a.recent-0.jsonl`,
    `${NAME}.2.0.b.recent-0.jsonl`,
    'notes.jsonl',
  ])
  await cleanRecordings(path, NOW_MS, { ageMs: 14 * day, bytes: 0, files: 0 })
  expect((await readdir(path)).sort()).toEqual([`${NAME}.1.0.a.recent-0.jsonl`, 'notes.jsonl'])
})

test('a directory that is gone is no error', async () => {
  await expect(cleanRecordings(join(directory(), 'missing'), NOW_MS)).resolves.toBeUndefined()
})
