import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import type { RecordingHeader, RecordingLine } from '../../../../src/protocol/index.ts'
import { runTidemark } from '../../../support/run-tidemark.ts'
import { app, NODE, run } from '../../target/watched-run.ts'
import type { Printed } from '../../target/watched-run.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const REGISTER = join(ROOT, 'dist/agent/register.cjs')

const made: string[] = []
afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true, force: true })
})

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'registered-'))
  made.push(path)
  return path
}

function recorded(place: string, command: readonly string[], env = {}): Promise<Printed> {
  const options = { NODE_OPTIONS: `--require ${REGISTER}`, TIDEMARK_DIR: place }
  return run([NODE, ...command], { ...process.env, ...options, ...env })
}

interface Found {
  readonly name: string
  readonly header: RecordingHeader
  readonly lines: readonly RecordingLine[]
}

async function filesIn(place: string): Promise<Found[]> {
  const folder = join(place, 'recordings')
  const names = await readdir(folder).catch(() => [])
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      const lines = text.split('\n').filter((line) => line !== '')
      const [header, ...rest] = lines.map((line) => JSON.parse(line) as RecordingLine)
      return { name, header: header as RecordingHeader, lines: rest }
    }),
  )
}

test.concurrent('a program is recorded with its threads and children, privately, and the recording can be read', async () => {
  const place = await directory()
  const printed = await recorded(place, [app('recorded-family.cjs'), '7000'])
  expect(printed).toEqual({ stdout: '', stderr: '', code: 0, signal: null })
  const found = await filesIn(place)
  const roles = found.map(({ header }) => `${header.hello.role} ${header.hello.threadId}`)
  expect(roles.sort()).toEqual(['main 0', 'main 0', 'worker 1'])
  for (const { lines, name } of found) {
    expect(lines.filter((line) => line.type === 'sample').length).toBeGreaterThan(0)
    expect(lines.at(-1)).toEqual({ type: 'bye', exitCode: 0, uncaught: null })
    expect((await stat(join(place, 'recordings', name))).mode & 0o777).toBe(0o600)
  }
  const { stdout, code } = await runTidemark(['analyze', place])
  expect(stdout).toContain('recorded-family.cjs')
  expect(code).toBe(3)
})

test.concurrent('all ways in that Node has lead to one recording', async () => {
  const project = await directory()
  await mkdir(join(project, 'node_modules'))
  await symlink(ROOT, join(project, 'node_modules', 'tidemark'))
  await writeFile(join(project, 'app.cjs'), 'setTimeout(() => undefined, 5600)')
  const ways: readonly (readonly [readonly string[], string])[] = [
    [['--import', 'tidemark/register'], ''],
    [['--require', 'tidemark/register'], ''],
    [[], '--import tidemark/register'],
    [['--import', 'tidemark/register'], '--require tidemark/register'],
  ]
  const found = await Promise.all(
    ways.map(async ([args, options], index) => {
      const place = join(project, String(index))
      const env = { ...process.env, NODE_OPTIONS: options, TIDEMARK_DIR: place }
      const { stderr } = await run(inside(project, [NODE, ...args, 'app.cjs']), env)
      return { stderr, files: (await filesIn(place)).length }
    }),
  )
  expect(found).toEqual(ways.map(() => ({ stderr: '', files: 1 })))
})

test.concurrent('the recording of a program that dies of memory reaches to its end', async () => {
  const place = await directory()
  const { code } = await recorded(place, ['--max-old-space-size=64', app('fills-heap.cjs')])
  expect(code).not.toBe(0)
  const [found] = await filesIn(place)
  const samples = (found?.lines ?? []).flatMap((line) =>
    line.type === 'sample' ? [line.sample] : [],
  )
  expect(samples.at(-1)?.oldGenerationBytes).toBeGreaterThan(0.7 * 64 * 1024 * 1024)
})

test.concurrent('being recorded takes at most 16 MB of memory', async () => {
  const place = await directory()
  const command = [app('prints-memory.cjs')]
  const [bare, printed] = await Promise.all([run([NODE, ...command]), recorded(place, command)])
  expect((await filesIn(place)).length).toBe(1)
  expect(Number(printed.stdout)).toBeGreaterThan(10_000_000)
  expect(Number(printed.stdout) - Number(bare.stdout)).toBeLessThan(16_000_000)
})

test('a program that is over before the first lines are written leaves nothing', async () => {
  const place = await directory()
  await recorded(place, [app('empty.js')])
  expect(await filesIn(place)).toEqual([])
})

test.concurrent('recording is off by the environment, by a file in its directory, where Tidemark watches, and where it cannot write', async () => {
  const place = await directory()
  await writeFile(join(place, 'disable'), '')
  await writeFile(join(place, 'file'), '')
  const command = [app('recorded-family.cjs'), '5600', 'alone']
  const all = await Promise.all([
    recorded(join(place, 'environment'), command, { TIDEMARK_DISABLE: '1' }),
    recorded(place, command),
    recorded(join(place, 'watched'), command, { TIDEMARK_SOCKET: '/nowhere' }),
    recorded(join(place, 'file'), command),
  ])
  expect(all).toEqual(all.map(() => ({ stdout: '', stderr: '', code: 0, signal: null })))
  const names = await readdir(place, { recursive: true })
  expect(names.filter((name) => name.includes('Recording'))).toEqual([])
})

test.each(['empty.js', 'crashes.js', 'exits-in-exit-handler.js', 'many-exit-listeners.js'])(
  '%s prints and ends the same when it is recorded',
  async (name) => {
    const place = await directory()
    const bare = await run([NODE, app(name)])
    const printed = await recorded(place, [app(name)])
    expect(withoutPid(printed)).toEqual(withoutPid(bare))
  },
)

test('a program sees no resource, global or argument of the recorder', async () => {
  const place = await directory()
  const bare = await run([NODE, app('reports-itself.js'), 'argument'])
  const printed = await recorded(place, [app('reports-itself.js'), 'argument'])
  expect(printed).toEqual(bare)
})

test('at most 8 files and 40 KB are loaded at the start, and nothing but what Node brings', async () => {
  const preloads = ['--require', app('list-loaded.cjs'), '--require', REGISTER]
  const { stdout } = await run([NODE, ...preloads, app('empty.js')])
  const { files, bytes, others } = JSON.parse(stdout) as {
    files: string[]
    bytes: number
    others: string[]
  }
  expect(files.length).toBeGreaterThan(2)
  expect(files.length).toBeLessThanOrEqual(8)
  expect(bytes).toBeLessThanOrEqual(40 * 1024)
  expect(others.filter((name) => !name.startsWith('node:'))).toEqual([])
})

/** The command with the directory as its own. */
function inside(directory: string, command: readonly string[]): readonly string[] {
  return ['sh', '-c', 'cd "$0" && exec "$@"', directory, ...command]
}

function withoutPid(printed: Printed): Printed {
  return { ...printed, stderr: printed.stderr.replaceAll(/\(node:\d+\)/g, '(node)') }
}
