import { describe, expect, it } from 'vitest'
import type { SourceLookup } from '../../../src/diagnosis/index.ts'
import {
  heapProfile,
  isHeapProfile,
  readHeapProfile,
} from '../../../src/investigation/profiles/heap-profile.ts'
import type { HeapProfile } from '../../../src/investigation/profiles/heap-profile.ts'
import { profileReport } from '../../../src/investigation/profiles/profile-report.ts'
import type { ProfileReport } from '../../../src/protocol/index.ts'
import { profileText } from '../../../src/report/index.ts'

interface Call {
  readonly name: string
  readonly url?: string
  readonly bytes?: number
  readonly id?: number
  readonly children?: readonly Call[]
}

function node({ name, url = '/app/main.js', bytes = 0, id = 0, children = [] }: Call): object {
  return {
    callFrame: { functionName: name, scriptId: '1', url, lineNumber: 9, columnNumber: 4 },
    selfSize: bytes,
    id,
    children: children.map(node),
  }
}

function profile(children: readonly Call[], samples: readonly number[] = []): HeapProfile {
  const head = node({ name: '(root)', url: '', children })
  return heapProfile(
    JSON.stringify({ head, samples: samples.map((nodeId) => ({ size: 8, nodeId, ordinal: 1 })) }),
  )
}

const LOOKUP: SourceLookup = {
  place: ({ script, line, column }) => ({
    source: { file: script, line, column },
    package: script.includes('node_modules') ? 'left@1.0.0' : null,
    excerpt: [],
  }),
  declaration: () => null,
  statement: () => null,
  search: () => null,
  code: () => null,
}

function reported(...profiles: readonly HeapProfile[]): ProfileReport {
  return profileReport({ files: ['a', 'b'], profiles, lookup: LOOKUP, version: '0' })
}

describe('a heap profile', () => {
  it('is told by how it begins, and no snapshot is taken for one', () => {
    const begins = (text: string): boolean => isHeapProfile(Buffer.from(text))
    expect(begins('{"head":{"callFrame"')).toBe(true)
    expect(begins(' {\n "samples" : [ {"size"')).toBe(true)
    expect(begins('\uFEFF{"head": {')).toBe(true)
    expect(begins('{"snapshot":{"meta"')).toBe(false)
    expect(begins('{"samples":[0,1')).toBe(false)
    expect(begins('{"nodes":[1')).toBe(false)
    expect(begins('')).toBe(false)
  })

  it('gives each stack its bytes and samples, innermost call first, lines from 1', () => {
    const { sites, totalBytes } = profile(
      [{ name: 'outer', children: [{ name: 'inner', bytes: 100, id: 7 }] }],
      [7, 7],
    )
    expect(totalBytes).toBe(100)
    expect(sites).toEqual([
      {
        bytes: 100,
        samples: 2,
        stack: [
          { function: 'inner', url: '/app/main.js', line: 10, column: 5 },
          { function: 'outer', url: '/app/main.js', line: 10, column: 5 },
        ],
      },
    ])
  })

  it('is read whatever its depth, and what is no number counts nothing', () => {
    const depth = 100_000
    const call = '{"callFrame":{"functionName":"f"},"selfSize":2,"children":['
    const text = `{"head":${call.repeat(depth)}${']}'.repeat(depth)}}`
    expect(heapProfile(text).totalBytes).toBe(2 * depth)
    const odd = '{"head":{"callFrame":null,"selfSize":"9","children":[null,{"selfSize":-4},[]]}}'
    expect(heapProfile(odd)).toEqual({ sites: [], totalBytes: 0 })
  })

  it('is refused with a code that quotes nothing of it', () => {
    for (const text of [
      '{"head":{"secret',
      '{"head":{}}',
      '[]',
      '{"head":{"callFrame":{},"children":3}}',
    ]) {
      expect(() => heapProfile(text)).toThrow(
        expect.objectContaining({
          code: 'PROFILE_UNREADABLE',
          message: expect.not.stringContaining('secret') as string,
        }),
      )
    }
  })

  it('is refused where it is larger than 64 MB, after reading no more than that', async () => {
    const chunk = new Uint8Array(1 << 20).fill(32)
    let given = 0
    async function* blanks(): AsyncGenerator<Uint8Array> {
      while (given < 200) {
        given++
        yield chunk
      }
    }
    await expect(readHeapProfile(blanks())).rejects.toMatchObject({ code: 'PROFILE_UNREADABLE' })
    expect(given).toBe(65)
  })
})

describe('the report of heap profiles', () => {
  it('lists with one what is alive by the function that allocated it', () => {
    const { sites } = reported(
      profile([
        { name: 'small', bytes: 1000, id: 1 },
        { name: 'big', bytes: 8000, id: 2 },
        { name: 'caller', children: [{ name: 'big', bytes: 1000, id: 3 }] },
      ]),
    )
    expect(sites.map((row) => [row.function, row.grownBytes])).toEqual([
      ['big', 9000],
      ['small', 1000],
    ])
  })

  it('takes the innermost function outside Node, and names the own caller of a package', () => {
    const inPackage = '/app/node_modules/left/index.js'
    const { sites } = reported(
      profile([
        {
          name: 'handle',
          children: [
            {
              name: 'pad',
              url: inPackage,
              children: [{ name: 'from', url: 'node:buffer', bytes: 500, id: 4 }],
            },
          ],
        },
      ]),
    )
    expect(sites[0]).toMatchObject({
      function: 'pad',
      package: 'left@1.0.0',
      source: { file: inPackage, line: 10 },
      calledBy: { function: 'handle', package: null },
    })
  })

  it('lists with two what grew, with its error, and leaves out what did not', () => {
    const before = profile(
      [
        { name: 'grows', bytes: 1000, id: 1 },
        { name: 'stays', bytes: 5000, id: 2 },
      ],
      [1, 2, 2, 2, 2],
    )
    const after = profile(
      [
        { name: 'grows', bytes: 9000, id: 1 },
        { name: 'stays', bytes: 5000, id: 2 },
      ],
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2],
    )
    const report = reported(before, after)
    expect(report.totalBytes).toEqual([6000, 14_000])
    expect(report.sites).toHaveLength(1)
    expect(report.sites[0]).toMatchObject({
      function: 'grows',
      bytes: [1000, 9000],
      samples: [1, 9],
      grownBytes: 8000,
      plusMinusBytes: Math.round(2 * Math.sqrt(1000 ** 2 + 9000 ** 2 / 9)),
    })
  })

  it('does not say how sure it is where the samples are not listed', () => {
    const report = reported(profile([{ name: 'f', bytes: 10, id: 1 }]))
    expect(report.sites[0]?.plusMinusBytes).toBeNull()
    expect(report.notes.join(' ')).toContain('not known')
  })

  it('is refused for more than two', () => {
    const one = profile([])
    expect(() => reported(one, one, one)).toThrow(expect.objectContaining({ code: 'USAGE' }))
  })

  it('shows names of the file without what a terminal would obey', () => {
    const report = reported(profile([{ name: '\u001b[31mred', url: '/a\u001b]0;b', bytes: 9 }]))
    const text = profileText(report, { width: 80, color: false })
    expect(text).not.toContain('\u001b')
    expect(text).toContain('red')
  })
})
