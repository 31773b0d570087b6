// A leaky program whose names are all hostile: looked at from outside while it runs, and on every surface after.

import { execFileSync } from 'node:child_process'
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

const FORMS = ['json', 'html', 'md', 'output'] as const
type Surfaces = Record<(typeof FORMS)[number] | 'stdout' | 'stderr', string>

const directory = mkdtempSync(join(tmpdir(), 'hostile-'))
const folder = join(directory, HOSTILE.replaceAll('/', ''))
const env = { TIDEMARK_TEST_TOKEN: TOKEN }
/** Of a run, which also knows the command, and of three snapshot files, whose findings no slow machine delays. */
let surfacesOfRun: Surfaces
let surfacesOfFiles: Surfaces
let left: readonly string[] = []
const addresses = new Set<string>()
/** Modes of the private directory, of its socket and of the files in it, as seen during the run. */
const modes = new Map<string, Set<number>>()

beforeAll(async () => {
  mkdirSync(folder)
  const program = join(folder, `${HOSTILE}.cjs`)
  copyFileSync(join(PROGRAMS, 'hostile-names.cjs'), program)
  let watching: NodeJS.Timeout | undefined
  const run = await runTidemark(['run', '--duration', '15s', ...outputs('run'), program, HOSTILE], {
    cwd: folder,
    env,
    onStart: ({ pid = 0 }) => {
      watching = setInterval(() => observe(pid), 100)
    },
  })
  clearInterval(watching)
  left = run.left
  surfacesOfRun = surfaces('run', run)
  execFileSync(process.execPath, [program, HOSTILE, folder], { env: { ...process.env, ...env } })
  const files = ['a', 'b', 'c'].map((round) => join(folder, `${round}${HOSTILE}.heapsnapshot`))
  surfacesOfFiles = surfaces('files', await runTidemark(['analyze', ...outputs('files'), ...files]))
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

function outputs(of: string): string[] {
  return FORMS.flatMap((form) => [`--${form}`, join(directory, `${of}.${form}`)])
}

function surfaces(of: string, { stdout, stderr }: { stdout: string; stderr: string }): Surfaces {
  const read = (form: string): string => readFileSync(join(directory, `${of}.${form}`), 'utf8')
  const [json = '', html = '', md = '', output = ''] = FORMS.map(read)
  return { json, html, md, output, stdout, stderr }
}

/** The same question of both. */
function each(ask: (surfaces: Surfaces) => void): void {
  ask(surfacesOfRun)
  ask(surfacesOfFiles)
}

function observe(pid: number): void {
  if (process.platform === 'linux') {
    for (const address of tcpSockets(processTree(pid))) addresses.add(address)
  }
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(`tidemark-${pid}-`)) continue
    const own = join(tmpdir(), name)
    note('directory', own)
    for (const file of readdirSync(own)) {
      note(file.endsWith('.sock') ? 'socket' : 'file', join(own, file))
    }
  }
}

function note(kind: string, path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  if (mode === undefined) return
  modes.set(kind, (modes.get(kind) ?? new Set()).add(mode & 0o777))
}

describe('a program whose names are hostile', () => {
  it('is found to leak, with these names in the report', () => {
    const { findings } = JSON.parse(surfacesOfFiles.json) as Report
    expect(JSON.stringify(findings)).toContain('onerror=alert')
    const { target } = JSON.parse(surfacesOfRun.json) as Report
    expect(target.command.join(' ')).toContain('onerror=alert')
  })

  it('puts nothing on a terminal that the terminal would obey', () => {
    each(({ output, stdout, stderr }) => {
      const lines = [output, stdout, stderr].join('\n').split('\n')
      expect(lines.filter((line) => INVISIBLE.test(line))).toEqual([])
    })
  })

  it('puts nothing into JSON that is not escaped', () => {
    each(({ json }) => expect(json.split('\n').filter((line) => INVISIBLE.test(line))).toEqual([]))
  })

  it('puts no markup of its own into the page', () => {
    each(({ html }) => {
      expect(html).toContain('onerror=alert')
      expect(html).not.toMatch(/<img|<!--(?! )|href="?javascript/i)
      expect(html.replaceAll('\n', '')).not.toMatch(INVISIBLE)
    })
  })

  it('puts no structure of its own into Markdown', () => {
    each(({ md }) => {
      expect(md).toContain('onerror=alert')
      const blocks = md.replaceAll(/^(`{3,})[^]*?^\1$/gm, '')
      const prose = blocks.replaceAll(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '')
      expect(prose).not.toMatch(/<img|\]\(javascript|\*\*b\*\*|^# t\]|@all/m)
      expect(md.replaceAll('\n', '')).not.toMatch(INVISIBLE)
    })
  })

  it('has nothing of its environment in any output', () => {
    each((all) => {
      for (const text of Object.values(all)) expect(text).not.toContain('environment-9f8e')
    })
  })
})

describe('a run, seen from outside', () => {
  it.runIf(process.platform === 'linux')(
    'has no TCP socket, neither here nor in the program',
    () => {
      expect([...addresses]).toEqual([])
    },
  )

  it.runIf(process.platform !== 'win32')('keeps its socket and its files to this user', () => {
    expect([...(modes.get('directory') ?? [])]).toEqual([0o700])
    expect([...(modes.get('socket') ?? [])]).toContain(0o600)
    expect([...(modes.get('file') ?? [0o600])]).toEqual([0o600])
    for (const form of FORMS) {
      expect(statSync(join(directory, `run.${form}`)).mode & 0o777).toBe(0o600)
    }
  })

  it('leaves nothing behind', () => {
    expect(left).toEqual([])
  })
})
