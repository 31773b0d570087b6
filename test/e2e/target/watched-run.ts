// Runs a program as its user would see it, in a process of its own: bare or watched, with all that it prints.

import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bye, Hello } from '../../../src/protocol/index.ts'

/** The Node that programs run with, so that the same tests can be run on every line that is supported. */
export const NODE: string = process.env['TIDEMARK_TEST_NODE'] ?? process.execPath
const WATCHER = fileURLToPath(new URL('watcher.mjs', import.meta.url))

export interface Printed {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
  readonly signal: string | null
}

export interface Watched extends Printed {
  readonly isolates: readonly { hello: Hello; bye: Bye | null; ended: boolean; samples: number }[]
  readonly exit: { readonly code: number | null; readonly signal: string | null }
  /** What is left in the directory for temporary files after everything has ended. */
  readonly leftBehind: readonly string[]
}

export function app(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/apps/${name}`, import.meta.url))
}

/** Runs a command to its end. */
export function run(
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Printed> {
  const [file = '', ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => stdout.push(data))
    child.stderr.on('data', (data: Buffer) => stderr.push(data))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({
        stdout: String(Buffer.concat(stdout)),
        stderr: String(Buffer.concat(stderr)),
        code,
        signal,
      })
    })
  })
}

/** The same under Tidemark's `launch`, with a directory for temporary files of its own. */
export async function runWatched(
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Watched> {
  const directory = await mkdtemp(join(tmpdir(), 'watched-'))
  const reportPath = join(directory, 'report.json')
  try {
    const watcherEnv = { ...env, TMPDIR: directory, WATCHER_REPORT: reportPath }
    const printed = await run([process.execPath, WATCHER, ...command], watcherEnv)
    const report = JSON.parse(await readFile(reportPath, 'utf8')) as Pick<
      Watched,
      'isolates' | 'exit'
    >
    const leftBehind = (await readdir(directory)).filter((name) => name !== 'report.json')
    return { ...printed, ...report, leftBehind }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
