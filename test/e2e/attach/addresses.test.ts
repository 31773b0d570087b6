import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { attachTo, parseAttachTarget } from '../../../dist/target/index.js'
import { listeningPorts } from '../../../src/target/node/attach/listening-ports.ts'
import { until } from '../target/launched-app.ts'
import { startTelling } from './attached-app.ts'

/** A way to a port as through `ssh -L` or `kubectl port-forward`. */
async function tunnelTo(port: number): Promise<string> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one
        .on('error', () => other.destroy())
        .on('close', () => other.destroy())
        .pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function inspectorPort(pid: number): number {
  return listeningPorts(pid).find(({ isOwn }) => isOwn)?.port ?? 0
}

test('behind an address of this machine the process is attached to as by its number', async () => {
  const running = await startTelling(1, ['--inspect=127.0.0.1:0'])
  const target = parseAttachTarget(`127.0.0.1:${inspectorPort(running.pid)}`)
  const attached = await attachTo(target)
  onTestFinished(() => attached.dispose())
  expect(attached).toMatchObject({ pid: running.pid, isElsewhere: false, wasOpen: true })
  await until(() => attached.isolates.length === 2)
})

test('a program behind a tunnel is watched through its inspector alone, and left as it was', async () => {
  const running = await startTelling(0, ['--inspect=127.0.0.1:0'])
  const before = await running.ask('look')
  const attached = await attachTo(parseAttachTarget(await tunnelTo(inspectorPort(running.pid))))
  onTestFinished(() => attached.dispose())
  expect(attached.isElsewhere).toBe(true)
  expect(attached.pid).toBe(1_000_000_000 + running.pid)
  const [isolate] = attached.isolates
  await until(() => (isolate?.samples.length ?? 0) > 0)
  const collected = await isolate?.command('gc', { maxWaitMs: 0 })
  expect(collected?.sample?.heapUsedBytes).toBeGreaterThan(1_000_000)
  const snapshot = await isolate?.command('snapshot', {
    directory: attached.directory,
    way: 'auto',
    keepIds: true,
  })
  expect(snapshot?.path.startsWith(attached.directory)).toBe(true)
  expect(snapshot?.bytes).toBeGreaterThan(1_000_000)
  await attached.dispose()
  expect(isolate?.ended).toBe(true)
  expect(await running.ask('look')).toEqual(before)
})

test('a program that ends does not wait for a watch through its inspector', async () => {
  const running = await startTelling(0, ['--inspect=127.0.0.1:0'])
  const attached = await attachTo(parseAttachTarget(await tunnelTo(inspectorPort(running.pid))))
  onTestFinished(() => attached.dispose())
  const exited = once(running.child, 'exit')
  running.child.send('exit')
  await attached.exited
  expect(attached.isThere()).toBe(false)
  expect(await exited).toEqual([0, null])
})

test.each([
  ['4242', { pid: 4242 }],
  ['localhost:9229', { host: 'localhost', port: 9229, url: null }],
  ['[::1]:9229', { host: '::1', port: 9229, url: null }],
  ['ws://10.0.0.1:9229/a-b', { host: '10.0.0.1', port: 9229, url: 'ws://10.0.0.1:9229/a-b' }],
])('%s is understood as what to attach to', (text, target) => {
  expect(parseAttachTarget(text)).toEqual(target)
})

test.each(['', '0', '-1', 'app.js', 'host:', 'http://127.0.0.1:9229'])(
  '%j is nothing to attach to',
  (text) => {
    expect(() => parseAttachTarget(text)).toThrow(/no process id and no address/)
  },
)
