// One run of a leaky program whose names are all hostile, looked at from outside while it runs and on every surface after.

import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../../src/protocol/index.ts'
import { tcpSockets, processTree } from '../../support/open-ports.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'

const HOSTILE =
  '<img src=x onerror=alert(1)>"\'`|$(id)\u001b[31m\u009b2J\u202e\u2066\u2028\n# t](javascript:alert(1))@all **b** <!--'
const TOKEN = 'environment-9f8e7d6c5b4a'
/** What a terminal obeys, an editor hides or a line ends with. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/u

const directory = mkdtempSync(join(tmpdir(), 'hostile-'))
const surfaces = { json: '', html: '', md: '', output: '' }
let report: Report
let left: readonly string[] = []
let stdout = ''
let stderr = ''
const addresses = new Set<string>()
/** Modes of the private directory, of its socket and of the snapshots in it, as seen during the run. */
const modes = new Map<string, Set<number>>()

beforeAll(async () => {
  const folder = join(directory, HOSTILE.replaceAll('/', ''))
  mkdirSync(folder)
  const program = join(folder, `${HOSTILE}.cjs`)
  copyFileSync(join(PROGRAMS, 'hostile-names.cjs'), program)
  const outputs = Object.keys(surfaces).flatMap((form) => [`--${form}`, join(directory, form)])
  let watching: NodeJS.Timeout | undefined
  const run = await runTidemark(['run', '--duration', '20s', ...outputs, program, HOSTILE], {
    cwd: folder,
    env: { TIDEMARK_TEST_TOKEN: TOKEN },
    onStart: ({ pid = 0 }) => {
      watching = setInterval(() => observe(pid), 100)
    },
  })
  clearInterval(watching)
  ;({ left, stdout, stderr } = run)
  for (const form of ['json', 'html', 'md', 'output'] as const) {
    surfaces[form] = readFileSync(join(directory, form), 'utf8')
  }
  report = JSON.parse(surfaces.json) as Report
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

function observe(pid: number): void {
  if (process.platform === 'linux') {
    for (const address of tcpSockets(processTree(pid))) addresses.add(address)
  }
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(`tidemark-${pid}-`)) continue
    const own = join(tmpdir(), name)
    note('directory', own)
    for (const file of readdirSync(own))
      note(file.replaceAll(/^Heap.*$/g, 'snapshot'), join(own, file))
  }
}

function note(kind: string, path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  if (mode === undefined) return
  modes.set(kind, (modes.get(kind) ?? new Set()).add(mode & 0o777))
}

describe('a program whose names are hostile', () => {
  it('is found to leak, with these names in the report', () => {
    expect(report.findings.length).toBeGreaterThan(0)
    const { findings, target } = report
    expect(JSON.stringify(findings)).toContain('onerror=alert')
    expect(target.command.join(' ')).toContain('onerror=alert')
  })

  it('puts nothing on a terminal that the terminal would obey', () => {
    for (const text of [surfaces.output, stdout, stderr]) {
      const lines = text.split('\n').filter((line) => INVISIBLE.test(line))
      expect(lines).toEqual([])
    }
  })

  it('puts nothing into JSON that is not escaped', () => {
    expect(surfaces.json.split('\n').filter((line) => INVISIBLE.test(line))).toEqual([])
  })

  it('puts no markup of its own into the page', () => {
    expect(surfaces.html).toContain('onerror=alert')
    expect(surfaces.html).not.toMatch(/<img|<!--(?! )|href="?javascript/i)
    expect(surfaces.html.replaceAll('\n', '')).not.toMatch(INVISIBLE)
  })

  it('puts no structure of its own into Markdown', () => {
    expect(surfaces.md).toContain('onerror=alert')
    const prose = surfaces.md
      .replaceAll(/^(`{3,})[^]*?^\1$/gm, '')
      .replaceAll(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '')
    expect(prose).not.toMatch(/<img|\]\(javascript|\*\*b\*\*|^# t\]|@all/m)
    expect(surfaces.md.replaceAll('\n', '')).not.toMatch(INVISIBLE)
  })
})

describe('a run, seen from outside', () => {
  it.runIf(process.platform === 'linux')(
    'has no TCP socket, neither here nor in the program',
    () => {
      expect([...addresses]).toEqual([])
    },
  )

  it.runIf(process.platform !== 'win32')('keeps its socket and its snapshots to this user', () => {
    expect([...(modes.get('directory') ?? [])]).toEqual([0o700])
    expect([...(modes.get('snapshot') ?? [])]).toEqual([0o600])
    expect([...(modes.get('agent.sock') ?? [])]).toContain(0o600)
    for (const form of Object.keys(surfaces)) {
      expect(statSync(join(directory, form)).mode & 0o777).toBe(0o600)
    }
  })

  it('leaves nothing behind', () => {
    expect(left).toEqual([])
  })

  it('puts nothing of the environment into any output', () => {
    expect(report.findings.length).toBeGreaterThan(0)
    for (const text of [...Object.values(surfaces), stdout, stderr]) {
      expect(text).not.toContain(TOKEN)
      expect(text).not.toContain('environment-9f8e')
    }
  })
})
