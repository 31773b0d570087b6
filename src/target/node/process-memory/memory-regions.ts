// The regions of a process as Linux lists them in /proc/PID/smaps. The text holds file names that the program chose, so
// nothing in it is trusted: lines that are not understood are skipped, and the number of regions is bounded.

/** One mapping. Addresses and sizes in bytes; addresses are exact below 2^53, which is all that user space has. */
export interface MemoryRegion {
  readonly start: number
  readonly end: number
  /** `rwxp` with dashes. */
  readonly permissions: string
  /** Path of the mapped file, or the kernel's own name such as `[heap]`; empty for anonymous memory. */
  readonly name: string
  readonly isFile: boolean
  readonly residentBytes: number
  /** The kernel's two-letter flags, e.g. `dc` for memory that a fork does not copy; empty where it gives none. */
  readonly flags: ReadonlySet<string>
}

const HEAD = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][ps]) [0-9a-f]+ \S+ (\d+)\s*(.*)$/
const FIELD = /^(Rss|VmFlags):\s*(.*)$/
const MOST_REGIONS = 200_000
const KIBIBYTE = 1024

/** Regions in the order of their addresses. O(text). */
export function memoryRegions(smaps: string): MemoryRegion[] {
  const regions: MutableRegion[] = []
  for (const line of smaps.split('\n')) {
    const head = HEAD.exec(line)
    if (head !== null) {
      if (regions.length >= MOST_REGIONS) break
      const region = regionOf(head)
      if (region !== null) regions.push(region)
      continue
    }
    const last = regions.at(-1)
    const field = last === undefined ? null : FIELD.exec(line)
    if (last === undefined || field === null) continue
    if (field[1] === 'Rss') last.residentBytes = residentOf(last, field[2] ?? '')
    else last.flags = new Set((field[2] ?? '').split(/\s+/).filter(Boolean))
  }
  return regions.sort((a, b) => a.start - b.start)
}

type MutableRegion = { -readonly [K in keyof MemoryRegion]: MemoryRegion[K] }

function regionOf(head: RegExpExecArray): MutableRegion | null {
  const [, from = '', to = '', permissions = '', inode = '', name = ''] = head
  const start = Number.parseInt(from, 16)
  const end = Number.parseInt(to, 16)
  if (!(end > start)) return null
  const isFile = inode !== '0' && !name.startsWith('[')
  return { start, end, permissions, name, isFile, residentBytes: 0, flags: new Set() }
}

function residentOf(region: MemoryRegion, text: string): number {
  const bytes = (Number.parseInt(text, 10) || 0) * KIBIBYTE
  return Math.min(Math.max(0, bytes), region.end - region.start)
}
