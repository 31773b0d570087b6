import { describe, expect, test } from 'vitest'
import { memoryRegions } from '../../../src/target/node/process-memory/memory-regions.ts'
import { regionKinds } from '../../../src/target/node/process-memory/region-kind.ts'

interface Row {
  readonly range: string
  readonly permissions?: string
  readonly name?: string
  readonly rss?: number
  readonly flags?: string
}

function smaps(rows: readonly Row[]): string {
  return rows
    .map(({ range, permissions = 'rw-p', name = '', rss = 4, flags = 'rd wr mr mw me ac' }) => {
      const inode = name.startsWith('/') ? '4711' : '0'
      return `${range} ${permissions} 00000000 fe:00 ${inode}    ${name}\nSize:  4 kB\nRss:  ${rss} kB\nVmFlags: ${flags}\n`
    })
    .join('')
}

function kinds(rows: readonly Row[]): string[] {
  return regionKinds(memoryRegions(smaps(rows))).map((one) => one.kind)
}

const V8 = 'rd wr mr mw me dc nr'

describe('the regions of a process', () => {
  test('are read with their resident bytes, which are never more than the region', () => {
    const [first, second] = memoryRegions(
      smaps([
        { range: '1000-3000', rss: 8 },
        { range: '5000-6000', rss: 999_999 },
      ]),
    )
    expect(first).toMatchObject({ start: 0x1000, end: 0x3000, residentBytes: 8192 })
    expect(second?.residentBytes).toBe(4096)
  })

  test.each([
    'Rss: 12 kB\nVmFlags: rd\n',
    'zz-yy rw-p 0 0 0\nRss: 4 kB\n',
    '3000-1000 rw-p 00000000 00:00 0 \nRss: 4 kB\n',
    '1000-2000 rwxq 00000000 00:00 0 \nRss: 4 kB\n',
    '\u0000\n\n   \n',
  ])('are none in %j', (text) => {
    expect(memoryRegions(text)).toEqual([])
  })

  test('are not invented by names of files', () => {
    const name = String.raw`/srv/a\012Rss: 900 kB\0121000-2000 rw-p 00000000 00:00 0 [heap]`
    const regions = memoryRegions(smaps([{ range: '1000-2000', name, permissions: 'r--p' }]))
    expect(regions).toHaveLength(1)
    expect(regions[0]).toMatchObject({ isFile: true, residentBytes: 4096 })
  })
})

describe('the kind of a region', () => {
  test('of a program or a library is code, with the variables behind it', () => {
    const name = '/usr/lib/libc.so.6'
    const rows = [
      { range: '1000-2000', permissions: 'r-xp', name },
      { range: '2000-3000', permissions: 'rw-p', name },
      { range: '3000-4000' },
      { range: '9000-a000', permissions: 'r--p', name: '/srv/data.bin' },
    ]
    expect(kinds(rows)).toEqual(['code', 'code', 'code', 'mapped file'])
  })

  test('of V8 is known by what it asks of a fork', () => {
    const rows = [
      { range: '1000000-1040000', flags: V8 },
      { range: '2000000-2040000', flags: 'rd wr mr mw me dc ac' },
      { range: '3000000-3040000', permissions: 'rwxp', flags: 'rd wr ex mr mw me dc nr' },
    ]
    expect(kinds(rows)).toEqual(['v8', 'v8', 'v8'])
  })

  test('of a WebAssembly memory is known by the reservation behind it', () => {
    const rows = [
      { range: '7f0000000000-7f0080000000', permissions: '---p', flags: 'mr mw me dc nr' },
      { range: '7f0080000000-7f00800a0000', flags: V8 },
      { range: '7f00800a0000-7f0280000000', permissions: '---p', flags: 'mr mw me dc nr' },
    ]
    expect(kinds(rows)).toEqual(['v8', 'wasm', 'v8'])
  })

  test('of an arena is known by where it begins and by what is reserved behind it', () => {
    const rows = [
      { range: '7f0004000000-7f0004021000', flags: 'rd wr mr mw me nr' },
      { range: '7f0004021000-7f0008000000', permissions: '---p', flags: 'mr mw me nr' },
      { range: '7f000c000000-7f000c800000' },
    ]
    expect(kinds(rows)).toEqual(['arena', 'other', 'mapped block'])
  })

  test('of a stack is known by the guard before it', () => {
    const rows = [
      { range: '1000-2000', permissions: '---p', flags: 'mr mw me' },
      { range: '2000-802000' },
      { range: '900000-902000', name: '[stack]' },
      { range: 'a00000-b00000', name: '[heap]' },
      { range: 'c00000-d00000' },
    ]
    expect(kinds(rows)).toEqual(['other', 'stack', 'stack', 'main heap', 'mapped block'])
  })
})
