import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LimitedProcess } from '../../../../src/investigation/guards/limited-process.ts'

const MIB = 1024 * 1024
const STATM = '50000 10000 5000 100 0 20000 0'
const UNLIMITED = `Max data size             unlimited            unlimited            bytes
Max address space         unlimited            unlimited            bytes`

/** The kernel's files as a directory; the control groups are mounted at its `cgroup`. */
function kernel(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'kernel-'))
  onTestFinished(() => {
    rmSync(root, { recursive: true })
  })
  const all = { 'proc/7/statm': STATM, 'proc/7/limits': UNLIMITED, ...files }
  for (const [name, text] of Object.entries(all)) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return root
}

const SECOND = '30 25 0:26 / /cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n'
const FIRST =
  '31 25 0:27 / /cgroup/cpu rw - cgroup cgroup rw,cpu\n' +
  '32 25 0:28 /docker/abc /cgroup/memory rw - cgroup cgroup rw,memory\n'

describe('limits around a process', () => {
  it('are the smallest on the way up, with what that group uses', () => {
    const root = kernel({
      'proc/7/cgroup': '0::/pod/app\n',
      'proc/self/mountinfo': SECOND,
      'cgroup/pod/app/cgroup.procs': '7\n',
      'cgroup/pod/memory.max': `${512 * MIB}\n`,
      'cgroup/pod/memory.current': `${100 * MIB}\n`,
      'cgroup/pod/app/memory.max': 'max\n',
      'cgroup/pod/app/memory.current': `${60 * MIB}\n`,
      'cgroup/pod/app/memory.events': 'low 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 0\n',
    })
    const found = new LimitedProcess(7, root)
    expect(found.read(0)).toEqual({
      rssBytes: 10_000 * 4096,
      limits: [{ name: 'container', limitBytes: 512 * MIB, usedBytes: 100 * MIB }],
    })
    expect(found.oomKills()).toBe(1)
  })

  it('are read from a version 1 group inside a container, whose path begins above its mount', () => {
    const root = kernel({
      'proc/7/cgroup': '5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc/app\n0::/\n',
      'proc/self/mountinfo': FIRST,
      'cgroup/memory/memory.limit_in_bytes': `${256 * MIB}\n`,
      'cgroup/memory/memory.usage_in_bytes': `${200 * MIB}\n`,
      'cgroup/memory/app/memory.usage_in_bytes': `${9 * MIB}\n`,
      'cgroup/memory/app/memory.limit_in_bytes': '9223372036854771712\n',
      'cgroup/memory/app/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
    })
    const found = new LimitedProcess(7, root)
    expect(found.read(0)?.limits).toEqual([
      { name: 'container', limitBytes: 256 * MIB, usedBytes: 200 * MIB },
    ])
    expect(found.oomKills()).toBe(3)
  })

  it('are those of the process itself', () => {
    const root = kernel({
      'proc/7/limits': `Max data size             400000000            unlimited            bytes
Max address space         unlimited            unlimited            bytes`,
    })
    const found = new LimitedProcess(7, root)
    expect(found.read(0)?.limits).toEqual([
      { name: 'data size', limitBytes: 400_000_000, usedBytes: 20_000 * 4096 },
    ])
    expect(found.oomKills()).toBeNull()
  })

  it('are none where nothing limits, and nothing is read of a process that is gone', () => {
    const root = kernel({ 'proc/7/cgroup': '0::/\n', 'proc/self/mountinfo': SECOND })
    expect(new LimitedProcess(7, root).read(0)?.limits).toEqual([])
    expect(new LimitedProcess(8, root).read(0)).toBeNull()
  })
})
