import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import {
  ancestors,
  catchesSignal,
  loopbackPorts,
  mainThreadCpuMs,
  residentBytes,
} from '../../../src/target/node/process-table.ts'

const NOBODY = 99_999_999

describe.runIf(process.platform === 'linux')('/proc', () => {
  test('resident bytes are what the process says of itself, and grow by its children', () => {
    const own = residentBytes([process.pid]) ?? 0
    expect(own / process.memoryUsage.rss()).toBeGreaterThan(0.7)
    expect(own / process.memoryUsage.rss()).toBeLessThan(1.5)
    expect(residentBytes([process.pid, process.pid]) ?? 0).toBeLessThan(own * 1.5)
    const child = spawn('sleep', ['60'])
    expect(residentBytes([child.pid ?? 0])).toBeGreaterThan(0)
    child.kill()
  })

  test('CPU time grows with work', () => {
    const before = mainThreadCpuMs(process.pid) ?? 0
    const used = process.cpuUsage()
    while (process.cpuUsage(used).user < 200_000);
    expect((mainThreadCpuMs(process.pid) ?? 0) - before).toBeGreaterThan(50)
  })

  test('the nearest ancestor is the parent', () => {
    expect(ancestors(process.pid)[0]).toBe(process.ppid)
  })

  test('a process that handles a signal is told from one that it would end', () => {
    const child = spawn('sleep', ['60'])
    expect(catchesSignal(process.pid, constants.signals.SIGUSR1)).toBe(true)
    expect(catchesSignal(process.pid, constants.signals.SIGKILL)).toBe(false)
    child.kill()
  })

  test('only ports that listen on the loopback address count', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    expect(loopbackPorts(process.pid)).toContain(port)
    await new Promise((resolve) => {
      server.close(resolve)
    })
    expect(loopbackPorts(process.pid)).not.toContain(port)
  })

  test('a process that does not exist is nothing, not an error', () => {
    expect(residentBytes([NOBODY])).toBeNull()
    expect(mainThreadCpuMs(NOBODY)).toBeNull()
    expect(catchesSignal(NOBODY, 10)).toBeNull()
    expect(ancestors(NOBODY)).toEqual([])
    expect(loopbackPorts(NOBODY)).toEqual([])
  })
})
