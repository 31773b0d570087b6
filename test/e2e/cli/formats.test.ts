import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProfileReport, Report } from '../../../src/protocol/index.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'
import type { Finished } from '../../support/run-tidemark.ts'
import { zstdFrame } from '../../support/zstd-frames.ts'

let directory = ''
const at = (name: string): string => join(directory, name)

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'formats-'))
  execFileSync(process.execPath, [join(PROGRAMS, 'takes-profiles.cjs'), directory])
  const timeline = readFileSync(at('c.heaptimeline'))
  writeFileSync(at('gzip.heapsnapshot'), gzipSync(timeline))
  writeFileSync(at('zstd.heapsnapshot'), zstdFrame(timeline))
  writeFileSync(at('profile.gz'), gzipSync(readFileSync(at('b.json'))))
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

function analyze(args: readonly string[], stdin?: string): Promise<Finished> {
  return runTidemark(['analyze', '--json', '-', ...args], {
    onStart: (child) => {
      if (stdin === undefined || child.stdin === null) return
      createReadStream(stdin).pipe(child.stdin)
    },
    ...(stdin === undefined ? {} : { stdin: 'pipe' }),
  })
}

function holders(run: Finished): string[] {
  return (JSON.parse(run.stdout) as Report).findings.map((finding) => finding.holder.name)
}

describe('tidemark analyze of other formats', () => {
  it('uses an allocation timeline as a snapshot and says which part it does not use', async () => {
    const run = await analyze([at('c.heaptimeline')])
    expect(holders(run)).toContain('kept')
    const { notes } = JSON.parse(run.stdout) as Report
    expect(notes.join(' ')).toMatch(/trace_function_infos, trace_tree, samples/)
  })

  it('unpacks gzip from stdin and Zstandard from a file', async () => {
    expect(holders(await analyze(['-'], at('gzip.heapsnapshot')))).toContain('kept')
    expect(holders(await analyze([at('zstd.heapsnapshot')]))).toContain('kept')
  })

  it('lists for a heap profile who allocated what is alive, with no verdict', async () => {
    const run = await analyze([at('a.json')])
    const report = JSON.parse(run.stdout) as ProfileReport
    expect(report.schema).toBe('tidemark.profile/1')
    const names = report.sites.slice(0, 2).map((site) => site.function)
    expect(names.toSorted()).toEqual(['configure', 'remember'])
    expect(report.sites[0]?.source?.file).toMatch(/takes-profiles\.cjs$/)
    expect(run.code).toBe(3)
  })

  it('compares two heap profiles, one from stdin and packed: what grew, beyond the noise', async () => {
    const run = await analyze([at('a.json'), '-'], at('profile.gz'))
    const { sites, totalBytes } = JSON.parse(run.stdout) as ProfileReport
    const [first, second] = sites
    expect(first?.function).toBe('remember')
    expect(first?.grownBytes).toBeGreaterThan(first?.plusMinusBytes ?? Infinity)
    expect(first?.source?.line).toBe(19)
    // 4,000 arrays of 64 elements, give or take what sampling misses.
    expect(first?.grownBytes).toBeGreaterThan(1.4e6)
    expect(first?.grownBytes).toBeLessThan(3.4e6)
    expect(second?.grownBytes ?? 0).toBeLessThan(0.2 * (first?.grownBytes ?? 0))
    expect((totalBytes[1] ?? 0) - (totalBytes[0] ?? 0)).toBeGreaterThan(1.4e6)
  })

  it('refuses what it cannot read with a code and no report', async () => {
    writeFileSync(at('cut.json'), readFileSync(at('a.json')).subarray(0, 2000))
    writeFileSync(at('cut.zst'), zstdFrame(Buffer.alloc(200_000, 32)).subarray(0, 100_000))
    const refused = [
      [[at('cut.json')], 'PROFILE_UNREADABLE'],
      [[at('cut.zst')], 'FILE_UNREADABLE'],
      [[at('a.json'), at('c.heaptimeline')], 'USAGE'],
      [['-', '-'], 'USAGE'],
      [['--html', at('page.html'), at('a.json')], 'USAGE'],
    ] as const
    const runs = await Promise.all(refused.map(([args]) => analyze(args)))
    for (const [index, run] of runs.entries()) {
      expect(run.stderr).toContain(refused[index]?.[1])
      expect(run.code).toBe(2)
      expect(run.stdout).toBe('')
    }
  })

  it('says that stdin is empty where nothing comes', async () => {
    const run = await analyze(['-'])
    expect(run.stderr).toContain('SNAPSHOT_EMPTY')
    expect(run.code).toBe(2)
  })
})
