import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runTidemark } from '../../support/run-tidemark.ts'
import { ANY_PORT, startTelling } from './attached-app.ts'

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'snapshot-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

test('a snapshot of a running program is a private file under Node’s kind of name', async () => {
  const running = await startTelling(0)
  const before = await running.ask('look')
  const cwd = await temporaryDirectory()
  const taken = await runTidemark(['snapshot', String(running.pid)], { cwd })
  expect(taken).toMatchObject({ code: 0, left: [] })
  const path = taken.stdout.trim()
  expect(await readdir(cwd)).toEqual([path.slice(cwd.length + 1)])
  expect(path).toMatch(/\/Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot$/)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(path, 'utf8'))).toHaveProperty('snapshot.node_count')
  expect(await running.ask('look')).toEqual(before)
})

test('the contents of the heap are not in the file unless they are asked for', async () => {
  const running = await startTelling(0)
  const directory = await temporaryDirectory()
  const [without, whole] = [join(directory, 'a.heapsnapshot'), join(directory, 'b.heapsnapshot')]
  const args = ['snapshot', String(running.pid), '--quiet', '--output']
  expect(await runTidemark([...args, without])).toMatchObject({ code: 0, left: [] })
  expect(await runTidemark([...args, whole, '--contents'])).toMatchObject({ code: 0, left: [] })
  // A string of the fixture that nothing is named after.
  const text = 'a secret of the heap'
  expect(await readFile(without, 'utf8')).not.toContain(text)
  expect(await readFile(whole, 'utf8')).toContain(text)
})

test('a worker thread has a snapshot of its own', async () => {
  const running = await startTelling(1)
  const output = join(await temporaryDirectory(), 'worker.heapsnapshot')
  const options = ['--thread', '1', '--output', output, '--quiet']
  const taken = await runTidemark(['snapshot', String(running.pid), ...options])
  expect(taken).toMatchObject({ code: 0, stdout: `${output}\n`, stderr: '', left: [] })
})

test('a snapshot that would stop the program for too long is refused with its price', async () => {
  const running = await startTelling(0, [ANY_PORT, '--no-addons'])
  const cwd = await temporaryDirectory()
  const refused = await runTidemark(['snapshot', String(running.pid), '--max-pause', '1ms'], {
    cwd,
  })
  expect(refused).toMatchObject({ code: 4, stdout: '', left: [] })
  expect(refused.stderr).toMatch(
    /TARGET_REFUSED: no snapshot was taken: it would stop the program for about \d+ s/,
  )
  expect(await readdir(cwd)).toEqual([])
})

test('a file that cannot be written leaves no other behind', async () => {
  const running = await startTelling(0)
  const output = join(await temporaryDirectory(), 'missing', 'a.heapsnapshot')
  const failed = await runTidemark(['snapshot', String(running.pid), '--output', output])
  expect(failed).toMatchObject({ code: 2, stdout: '', left: [] })
  expect(failed.stderr).toContain('FILE_UNWRITABLE')
})
