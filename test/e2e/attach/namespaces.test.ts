// Containers, as far as the kernel's namespaces make them; it takes root to make one without a user namespace.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { app, NODE } from '../target/watched-run.ts'
import { until } from '../target/launched-app.ts'
import { ANY_PORT, attachTo, start } from './attached-app.ts'

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['--mount', '--net', '--pid', '--fork', 'true'], { stdio: 'ignore' })
    return process.getuid?.() === 0
  } catch {
    return false
  }
}

/** The program, which is the only child of `unshare`. */
function programBelow(pid: number): number | null {
  try {
    const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'))
    return child > 0 && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('threads.js')
      ? child
      : null
  } catch {
    return null
  }
}

const flags = canUnshare()
  ? [
      ['--mount'],
      ['--net'],
      ['--pid', '--mount-proc'],
      ['--mount', '--net', '--pid', '--mount-proc'],
    ]
  : []

describe.runIf(flags.length > 0)('in namespaces of its own', () => {
  test.each(flags.map((each) => [each.join(' '), each] as const))(
    'a program is attached to across %s',
    async (_, own) => {
      const up = own.includes('--net') ? 'ip link set lo up;' : ''
      const shell = `${up} exec "$0" ${ANY_PORT} "$1"`
      const inside = ['sh', '-c', shell, NODE, app('threads.js')]
      const outer = await start(['unshare', ...own, '--fork', '--kill-child', ...inside], 800)
      let pid: number | null = null
      await until(() => (pid = programBelow(outer.pid)) !== null)
      const attached = await attachTo(Number(pid))
      await until(() => attached.isolates.length === 2)
      expect(attached.isolates.map(({ hello }) => hello.pid)).toEqual([pid, pid])
      for (const isolate of attached.isolates) {
        const { path } = await isolate.command('snapshot', {
          directory: attached.directory,
          way: 'auto',
          keepIds: true,
        })
        expect(readFileSync(path, 'utf8')).toContain('"node_count"')
      }
      const parent = attached.directory.slice(0, attached.directory.lastIndexOf('/'))
      expect(attached.directory.startsWith('/proc/')).toBe(own.length > 1 || own[0] === '--mount')
      await attached.dispose()
      const left = readdirSync(parent).filter((name) => name.startsWith(`tidemark-${process.pid}-`))
      expect(left).toEqual([])
    },
  )
})
