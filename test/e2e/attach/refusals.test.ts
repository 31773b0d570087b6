import { once } from 'node:events'
import { expect, test } from 'vitest'
import { attach } from '../../../dist/target/index.js'
import { processState } from '../../../src/target/node/process-table.ts'
import { until } from '../target/launched-app.ts'
import { app, NODE } from '../target/watched-run.ts'
import { LAB, runTidemark } from '../../support/run-tidemark.ts'
import { ANY_PORT, privateDirectories, start, startTelling, takePort } from './attached-app.ts'

test('a process that is not there, and one that is not Node, are refused untouched', async () => {
  await expect(attach(2 ** 22 + 1)).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
  const sleeper = await start(['sleep', '60'], 100)
  await expect(attach(sleeper.pid)).rejects.toMatchObject({ code: 'TARGET_NOT_NODE' })
  expect(sleeper.child.signalCode).toBeNull()
  expect(await privateDirectories()).toEqual([])
})

test('a stopped process is told from a silent one', async () => {
  const running = await startTelling(0)
  running.child.kill('SIGSTOP')
  await until(() => processState(running.pid) === 'T')
  const refusal = await attach(running.pid).catch((error: unknown) => error)
  running.child.kill('SIGCONT')
  expect(refusal).toMatchObject({ code: 'TARGET_SILENT', message: expect.stringContaining('stop') })
})

test('what listens on the port of the inspector is never spoken to, and nothing is sent', async () => {
  const taken = await takePort()
  const running = await startTelling(0, [`--inspect-port=${taken.port}`])
  const before = await running.ask('look')
  await expect(attach(running.pid)).rejects.toMatchObject({ code: 'TARGET_PORT_TAKEN' })
  expect(taken.heard()).toBe(0)
  expect(running.printed()).toBe('')
  expect(await running.ask('look')).toEqual(before)
})

test('a program that uses SIGUSR1 for itself is not sent it', async () => {
  const running = await start([NODE, ANY_PORT, app('keeps-sigusr1.js')], 500)
  await expect(attach(running.pid)).rejects.toMatchObject({ code: 'TARGET_KEEPS_SIGUSR1' })
  expect(running.child.exitCode).toBeNull()
  expect(running.printed()).toBe('')
  expect(await privateDirectories()).toEqual([])
})

test('the command reports on a program that runs on, and its refusals have an exit code', async () => {
  const running = await start([NODE, ANY_PORT, `${LAB}/collection/leaky.js`], 500)
  const watched = await runTidemark(['attach', String(running.pid), '--duration', '3s', '--quiet'])
  expect(watched.stderr).toBe('')
  expect(watched).toMatchObject({ code: 3, left: [] })
  expect(watched.stdout).toMatch(/^inconclusive: /)
  expect(running.child.exitCode).toBeNull()
  const refused = await runTidemark(['attach', String(process.pid + 2 ** 22)])
  expect(refused).toMatchObject({ code: 4, stdout: '' })
  expect(refused.stderr).toContain('TARGET_NOT_FOUND')
  expect(await runTidemark(['attach', 'nonsense'])).toMatchObject({ code: 2, stdout: '' })
})

test('Ctrl+C leaves the program and tells what is known', async () => {
  const running = await startTelling(0)
  const before = await running.ask('look')
  const watched = await runTidemark(['attach', String(running.pid), '--json', '-'], {
    onStart: (child) => void setTimeout(() => child.kill('SIGINT'), 2500),
  })
  expect(watched).toMatchObject({ code: 130, left: [] })
  const report = JSON.parse(watched.stdout) as { target: object; notes: string[] }
  expect(report.target).toMatchObject({ pid: running.pid, exit: null, endedByUs: false })
  expect(report.notes.join(' ')).toContain('the program runs on')
  expect(await running.ask('look')).toEqual(before)
})

test('a program that ends while it is watched ends the watch', async () => {
  const running = await startTelling(0)
  const exited = once(running.child, 'exit')
  const watched = runTidemark(['attach', String(running.pid), '--quiet', '--fail-on', 'never'], {
    onStart: () => void setTimeout(() => running.child.kill('SIGTERM'), 2500),
  })
  expect(await watched).toMatchObject({ code: 0, left: [] })
  await exited
})
