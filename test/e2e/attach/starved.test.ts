import { expect, test } from 'vitest'
import { loopbackPorts } from '../../../src/target/node/process-table.ts'
import type { Report } from '../../../src/protocol/index.ts'
import { app, NODE } from '../target/watched-run.ts'
import { runTidemark } from '../../support/run-tidemark.ts'
import { ANY_PORT, start } from './attached-app.ts'

test('a program that starves its event loop is attached to, read and left', async () => {
  const running = await start([NODE, ANY_PORT, app('starved.js')], 1500)
  const args = ['attach', String(running.pid), '--duration', '12s', '--json', '-']
  const watched = await runTidemark([...args, '--fail-on', 'never'])
  expect(watched).toMatchObject({ code: 0, left: [] })
  const { isolates, notes } = JSON.parse(watched.stdout) as Report
  expect(notes.join(' ')).toContain('the program was read from outside, through the inspector')
  expect(isolates[0]?.memory.atMs.length).toBeGreaterThan(1)
  expect(running.child.signalCode).toBeNull()
  expect(loopbackPorts(running.pid)).toEqual([])
})
