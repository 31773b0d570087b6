// The memory limits that containers put on a process: every control group from its own up to the highest that can be
// seen, in both versions of the interface. Any of them may be the one that ends the process.

import { readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** One limit with what counts against it. */
export interface GroupLimit {
  readonly limitBytes: number
  /** In use, without file pages that the kernel takes back when it needs them. */
  readonly usedBytes: number
}

/** Version 1 writes a limit that nobody set as the largest number of whole pages. */
const NO_LIMIT_BYTES = 2 ** 60

interface Mount {
  readonly version: 1 | 2
  /** Part of the hierarchy that is mounted, and where. */
  readonly root: string
  readonly point: string
}

/**
 * The limits that are set on the process and its groups, nearest first; empty where there are none or they cannot be
 * read. Swap is never counted as room: a program that swaps while it is looked at is no better off. `root` is where the
 * file system begins. Costs a few small files for each level.
 */
export function groupLimits(pid: number | 'self', root: string = '/'): readonly GroupLimit[] {
  const groups = text(`${root}/proc/${pid}/cgroup`).split('\n')
  const found: GroupLimit[] = []
  for (const version of [2, 1] as const) {
    const group = ownGroup(groups, version)
    if (group === null) continue
    for (const directory of directoriesOf({ group, version }, pid, root)) {
      found.push(...(version === 2 ? limitsOfVersion2(directory) : limitsOfVersion1(directory)))
    }
  }
  return found
}

/**
 * The file in which the kernel counts what it killed for memory in the process's own group; it outlives the process. `null`
 * where there is none.
 */
export function killCountFile(pid: number, root: string = '/'): string | null {
  const groups = text(`${root}/proc/${pid}/cgroup`).split('\n')
  for (const version of [1, 2] as const) {
    const group = ownGroup(groups, version)
    const [own] = group === null ? [] : directoriesOf({ group, version }, pid, root)
    const name = version === 1 ? 'memory.oom_control' : 'memory.events'
    if (own !== undefined && text(posix.join(own, name)) !== '') return posix.join(own, name)
  }
  return null
}

/** `4:memory:/docker/1f` is of version 1, `0::/user.slice` of version 2. */
function ownGroup(lines: readonly string[], version: 1 | 2): string | null {
  for (const line of lines) {
    const [, id, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? []
    if (path === undefined) continue
    const isOurs = version === 2 ? id === '0' && controllers === '' : hasMemory(controllers)
    if (isOurs) return path
  }
  return null
}

function hasMemory(options: string | undefined): boolean {
  return (options ?? '').split(',').includes('memory')
}

/**
 * The group's directory and those above it. Looked for below our own mounts, then below those that the process sees, which is
 * in another container than we are.
 */
function directoriesOf(
  { group, version }: { readonly group: string; readonly version: 1 | 2 },
  pid: number | 'self',
  root: string,
): readonly string[] {
  const views = [
    { mounts: mountsOf('self', root), below: root },
    { mounts: mountsOf(pid, root), below: `${root}/proc/${pid}/root` },
  ]
  for (const { mounts, below } of views) {
    for (const mount of mounts.filter((one) => one.version === version)) {
      const inside = relativeTo(mount.root, group)
      const directories = inside === null ? [] : upwards(posix.join(below, mount.point), inside)
      if (directories.some((directory) => isGroup(directory, version))) return directories
    }
  }
  return []
}

/** The path below the mounted part of the hierarchy; `null` where the group lies outside of it. */
function relativeTo(mounted: string, group: string): string | null {
  // `/..` is how the kernel names what lies outside of the reader's own container.
  if (group.startsWith('/..') && !mounted.startsWith('/..')) return null
  const path = posix.relative(mounted, group)
  return path === '..' || path.startsWith('../') ? null : path
}

function upwards(point: string, inside: string): readonly string[] {
  const names = inside.split('/').filter(Boolean)
  return Array.from({ length: names.length + 1 }, (_, up) =>
    posix.join(point, ...names.slice(0, names.length - up)),
  )
}

function isGroup(directory: string, version: 1 | 2): boolean {
  const file = version === 2 ? 'cgroup.procs' : 'memory.usage_in_bytes'
  return text(posix.join(directory, file)) !== ''
}

/** `36 31 0:33 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory` */
function mountsOf(pid: number | 'self', root: string): readonly Mount[] {
  return text(`${root}/proc/${pid}/mountinfo`)
    .split('\n')
    .flatMap((line): Mount[] => {
      const [front = '', back = ''] = line.split(' - ')
      const [, , , mounted = '/', point = '/'] = front.split(' ')
      const [type, , options] = back.split(' ')
      const place = { root: unescaped(mounted), point: unescaped(point) }
      if (type === 'cgroup2') return [{ version: 2, ...place }]
      return type === 'cgroup' && hasMemory(options) ? [{ version: 1, ...place }] : []
    })
}

/** The kernel writes a space as `\040`. */
function unescaped(path: string): string {
  return path.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
}

/** Above `memory.high` the kernel slows the process down until it stands almost still: as bad as the limit. */
function limitsOfVersion2(directory: string): readonly GroupLimit[] {
  const current = number(directory, 'memory.current')
  if (current === null) return []
  const usedBytes = Math.max(0, current - statistic(directory, 'inactive_file'))
  return ['memory.max', 'memory.high'].flatMap((name) =>
    asLimit(number(directory, name), usedBytes),
  )
}

/** `memsw` is memory and swap together. */
function limitsOfVersion1(directory: string): readonly GroupLimit[] {
  const reclaimable = statistic(directory, 'total_inactive_file')
  return ['memory', 'memory.memsw'].flatMap((name) => {
    const usage = number(directory, `${name}.usage_in_bytes`)
    if (usage === null) return []
    const limit = number(directory, `${name}.limit_in_bytes`)
    return asLimit(limit, Math.max(0, usage - reclaimable))
  })
}

function asLimit(limitBytes: number | null, usedBytes: number): readonly GroupLimit[] {
  return limitBytes === null || limitBytes >= NO_LIMIT_BYTES ? [] : [{ limitBytes, usedBytes }]
}

/** `null` where the file is missing or says `max`. */
function number(directory: string, name: string): number | null {
  const content = text(posix.join(directory, name)).trim()
  return /^\d+$/.test(content) ? Number(content) : null
}

function statistic(directory: string, name: string): number {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(text(posix.join(directory, 'memory.stat')))
  return Number(found?.[1] ?? 0)
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
