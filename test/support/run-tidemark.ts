// Runs the built command as a user does, in a process of its own, and checks that nothing is left behind.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report } from '../../src/protocol/index.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MAIN: string = join(ROOT, 'dist/cli/main.js')
export const LAB: string = join(ROOT, 'lab')
export const PROGRAMS: string = join(ROOT, 'test/fixtures/programs')
export const APPS: string = join(ROOT, 'test/fixtures/apps')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Private directories that this run left behind. */
  readonly left: readonly string[]
}

export interface RunSettings {
  readonly cwd?: string
  readonly env?: Record<string, string>
  /** `pipe` where the test writes to it. */
  readonly stdin?: 'ignore' | 'pipe'
  /** Called with the process once it runs. */
  readonly onStart?: (child: ChildProcess) => void
}

/** Runs `tidemark` with the arguments to its end. */
export function runTidemark(
  args: readonly string[],
  settings: RunSettings = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...settings.env }
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: settings.cwd ?? ROOT,
      env,
      stdio: [settings.stdin ?? 'ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, stdout, stderr, left: leftBehind(child.pid ?? 0) })
    })
    settings.onStart?.(child)
  })
}

/** Runs a program under watch and reads its report. */
export async function report(
  args: readonly string[],
  settings: RunSettings = {},
): Promise<Finished & { report: Report }> {
  const finished = await runTidemark(['run', '--json', '-', ...args], settings)
  const start = finished.stdout.indexOf('{\n  "schema"')
  if (start < 0) throw new Error(`no report: ${finished.stdout}${finished.stderr}`)
  return { ...finished, report: JSON.parse(finished.stdout.slice(start)) as Report }
}

function leftBehind(pid: number): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`tidemark-${pid}-`))
}
