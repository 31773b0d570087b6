import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  createPrivateDirectory,
  removeStaleDirectories,
} from '../../../src/target/node/private-directory.ts'

/** Above what Linux and macOS give to processes. */
const DEAD_PID = 99_999_999
let parent = ''

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'parent-'))
})

afterEach(async () => {
  await rm(parent, { recursive: true })
})

test('a directory is its user’s alone, names its owner and goes with all that is in it', async () => {
  const directory = await createPrivateDirectory([parent])
  expect((await stat(directory.path)).mode & 0o777).toBe(0o700)
  expect(directory.path).toContain(`tidemark-${process.pid}-`)
  expect(dirname(directory.socketPath)).toBe(directory.path)
  await writeFile(join(directory.path, 'Heap.heapsnapshot'), '')
  await directory.remove()
  await directory.remove()
  expect(await readdir(parent)).toEqual([])
})

test('a path that is too long for a socket, or does not exist, is passed over', async () => {
  const long = join(parent, 'x'.repeat(90))
  await mkdir(long)
  const directory = await createPrivateDirectory([long, join(parent, 'missing'), parent])
  expect(dirname(directory.path)).toBe(parent)
  expect(Buffer.byteLength(directory.socketPath)).toBeLessThanOrEqual(103)
})

test('no directory at all is an error', async () => {
  await expect(createPrivateDirectory([join(parent, 'missing')])).rejects.toMatchObject({
    code: 'ENOENT',
  })
})

test('what a crashed run left is removed; all else stays', async () => {
  const longAgo = new Date(Date.now() - 3_600_000)
  const stale = join(parent, `tidemark-${DEAD_PID}-abc`)
  const young = join(parent, `tidemark-${DEAD_PID}-young`)
  const owned = join(parent, `tidemark-${process.pid}-abc`)
  const other = join(parent, 'tidemark-notes')
  for (const path of [stale, young, owned, other]) await mkdir(path)
  await writeFile(join(stale, 'Heap.heapsnapshot'), '')
  for (const path of [stale, owned, other]) await utimes(path, longAgo, longAgo)
  await writeFile(join(parent, `tidemark-${DEAD_PID}-file`), '')
  await symlink(other, join(parent, `tidemark-${DEAD_PID}-link`))
  await removeStaleDirectories(parent)
  expect((await readdir(parent)).toSorted()).toEqual(
    [
      'tidemark-notes',
      `tidemark-${DEAD_PID}-file`,
      `tidemark-${DEAD_PID}-link`,
      `tidemark-${DEAD_PID}-young`,
      `tidemark-${process.pid}-abc`,
    ].toSorted(),
  )
})

test('a directory whose socket answers belongs to someone, whatever its name says', async () => {
  const alive = join(parent, `tidemark-${DEAD_PID}-alive`)
  await mkdir(alive)
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(join(alive, 'agent.sock'), resolve)
  })
  const longAgo = new Date(Date.now() - 3_600_000)
  await utimes(alive, longAgo, longAgo)
  await removeStaleDirectories(parent)
  expect(await readdir(parent)).toEqual([`tidemark-${DEAD_PID}-alive`])
  server.close()
})

test('a parent that cannot be read is no error', async () => {
  await expect(removeStaleDirectories(join(parent, 'missing'))).resolves.toBeUndefined()
})
