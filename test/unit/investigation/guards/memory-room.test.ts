import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { groupLimits } from '../../../../src/investigation/guards/control-groups.ts'
import { memoryRoom } from '../../../../src/investigation/guards/memory-room.ts'

const PID = 42
const NO_LIMIT = '9223372036854771712'
/** Where the system shows the file system of a process. */
const INSIDE = 'root'
const made: string[] = []

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true })
})

/** A file system with these files; the process and its reader see the same mounts. */
function system(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'guards-'))
  made.push(root)
  const own = files[`proc/${PID}/mountinfo`]
  const all = own === undefined ? files : { 'proc/self/mountinfo': own, ...files }
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

const VERSION_2 = {
  [`proc/${PID}/cgroup`]: '0::/kube/pod7/app\n',
  [`proc/${PID}/mountinfo`]: '31 23 0:28 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n',
  'proc/meminfo': 'MemTotal: 16000000 kB\nMemFree: 100 kB\nMemAvailable: 8000000 kB\n',
  'sys/fs/cgroup/cgroup.procs': '1\n',
}
const group = (path: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries({ 'cgroup.procs': '42\n', ...files }).map(([name, content]) => [
      `sys/fs/cgroup/${path}/${name}`,
      content,
    ]),
  )

describe('the room in a container', () => {
  it('is its limit less what is in use, without the files that the kernel can drop', () => {
    const root = system({
      ...VERSION_2,
      ...group('kube/pod7/app', {
        'memory.max': '512000000\n',
        'memory.high': 'max\n',
        'memory.current': '300000000\n',
        'memory.stat': 'anon 1\ninactive_file 100000000\nactive_file 5\n',
      }),
    })
    expect(memoryRoom(PID, root)).toEqual({
      bytes: 312e6,
      of: 'container',
      limitBytes: 512e6,
    })
  })

  it('is that of the tightest group on the way up', () => {
    const root = system({
      ...VERSION_2,
      ...group('kube/pod7/app', { 'memory.max': 'max\n', 'memory.current': '100\n' }),
      ...group('kube/pod7', { 'memory.max': '400000000\n', 'memory.current': '390000000\n' }),
      ...group('kube', { 'memory.max': '900000000\n', 'memory.current': '400000000\n' }),
    })
    expect(memoryRoom(PID, root)).toMatchObject({ bytes: 10e6, limitBytes: 400e6 })
  })

  it('ends where the kernel begins to slow the process down', () => {
    const root = system({
      ...VERSION_2,
      ...group('kube/pod7/app', {
        'memory.max': '512000000\n',
        'memory.high': '200000000\n',
        'memory.current': '150000000\n',
      }),
    })
    expect(memoryRoom(PID, root)).toMatchObject({ bytes: 50e6, limitBytes: 200e6 })
  })

  it('is never negative', () => {
    const root = system({
      ...VERSION_2,
      ...group('kube/pod7/app', { 'memory.max': '100\n', 'memory.current': '200\n' }),
    })
    expect(memoryRoom(PID, root).bytes).toBe(0)
  })

  it('is found below the mounts that the process itself sees, where ours do not show its group', () => {
    const root = system({
      ...VERSION_2,
      [`proc/${PID}/cgroup`]: '0::/../other\n',
      'proc/self/mountinfo': '31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      [`proc/${PID}/mountinfo`]: '31 23 0:28 /../other /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      [`proc/${PID}/${INSIDE}/sys/fs/cgroup/cgroup.procs`]: '42\n',
      [`proc/${PID}/${INSIDE}/sys/fs/cgroup/memory.max`]: '300\n',
      [`proc/${PID}/${INSIDE}/sys/fs/cgroup/memory.current`]: '100\n',
    })
    expect(groupLimits(PID, root)).toEqual([{ limitBytes: 300, usedBytes: 100 }])
  })
})

describe('the room in a container of version 1', () => {
  const memory = (path: string, limit: string, usage: string, stat = '') => ({
    [`sys/fs/cgroup/memory/${path}memory.limit_in_bytes`]: limit,
    [`sys/fs/cgroup/memory/${path}memory.usage_in_bytes`]: usage,
    [`sys/fs/cgroup/memory/${path}memory.stat`]: stat,
  })
  const mounted = (root: string): Record<string, string> => ({
    [`proc/${PID}/cgroup`]: '9:name=systemd:/\n4:cpu,memory:/docker/1f\n0::/\n',
    [`proc/${PID}/mountinfo`]: `35 31 0:32 ${root} /sys/fs/cgroup/memory rw,relatime shared:5 - cgroup cgroup rw,cpu,memory\n`,
    'proc/meminfo': 'MemTotal: 16000000 kB\nMemAvailable: 8000000 kB\n',
  })

  it('reads groups from the whole hierarchy', () => {
    const root = system({
      ...mounted('/'),
      ...memory('', NO_LIMIT, '5'),
      ...memory('docker/', '700', '650'),
      ...memory('docker/1f/', '500', '400', 'total_inactive_file 100\n'),
    })
    expect(groupLimits(PID, root)).toEqual([
      { limitBytes: 500, usedBytes: 300 },
      { limitBytes: 700, usedBytes: 650 },
    ])
  })

  it('reads its own group where only that is mounted, and swap with it', () => {
    const root = system({
      ...mounted('/docker/1f'),
      ...memory('', '500', '100'),
      'sys/fs/cgroup/memory/memory.memsw.limit_in_bytes': '500',
      'sys/fs/cgroup/memory/memory.memsw.usage_in_bytes': '450',
    })
    expect(memoryRoom(PID, root)).toMatchObject({ bytes: 50, of: 'container' })
  })
})

describe('the room without a container', () => {
  it('is what the machine has available', () => {
    const root = system({ 'proc/meminfo': VERSION_2['proc/meminfo'] })
    expect(memoryRoom(PID, root)).toEqual({
      bytes: 8_192_000_000,
      of: 'machine',
      limitBytes: 16_384_000_000,
    })
  })

  it('is what the limits of the process itself leave', () => {
    const root = system({
      'proc/meminfo': VERSION_2['proc/meminfo'],
      [`proc/${PID}/limits`]:
        'Limit                     Soft Limit           Hard Limit           Units\n' +
        'Max data size             unlimited            unlimited            bytes\n' +
        'Max address space         2048000000           unlimited            bytes\n',
      [`proc/${PID}/status`]: 'VmSize:\t 1000000 kB\nVmData:\t 900000 kB\n',
    })
    expect(memoryRoom(PID, root)).toEqual({
      bytes: 1_024_000_000,
      of: 'process',
      limitBytes: 2_048_000_000,
    })
  })

  it('is known of this very process', () => {
    expect(memoryRoom('self').bytes).toBeGreaterThan(1e6)
  })
})
