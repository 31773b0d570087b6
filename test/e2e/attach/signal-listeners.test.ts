import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { listensToSignal } from '../../../src/target/node/attach/signal-listeners.ts'
import { NODE } from '../target/watched-run.ts'
import { start } from './attached-app.ts'

const { SIGHUP, SIGTERM, SIGUSR1, SIGUSR2 } = constants.signals
const WAITS = 'setInterval(() => undefined, 60_000)'

test('the signals that a program listens to are read from its memory', async () => {
  const listens = ['SIGTERM', 'SIGUSR1', 'SIGUSR2'].map((name) => `process.on('${name}', () => 1)`)
  const [some, none] = await Promise.all([
    start([NODE, '-e', [...listens, WAITS].join(';')], 500),
    start([NODE, '-e', WAITS], 500),
  ])
  const signals = [SIGHUP, SIGTERM, SIGUSR1, SIGUSR2]
  expect(signals.map((signal) => listensToSignal(some.pid, signal))).toEqual([
    false,
    true,
    true,
    true,
  ])
  expect(signals.map((signal) => listensToSignal(none.pid, signal))).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('of a program without such a table nothing is claimed', async () => {
  const sleeper = await start(['sleep', '60'], 100)
  expect(listensToSignal(sleeper.pid, SIGUSR1)).toBeNull()
})
