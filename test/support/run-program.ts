// Runs a program that uses the library, as it is built, under the package's own name.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const LIBRARY: string = join(ROOT, 'test/fixtures/library')

export interface Printed {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs Node with the arguments to its end; resolves with whatever code it ends. */
export function runProgram(
  args: readonly string[],
  settings: { readonly env?: Record<string, string>; readonly cwd?: string } = {},
): Promise<Printed> {
  return new Promise((resolve) => {
    const env = { ...process.env, NODE_OPTIONS: '', ...settings.env }
    const options = { env, cwd: settings.cwd ?? ROOT, maxBuffer: 64 * 1024 * 1024 }
    execFile(process.execPath, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1)
      resolve({ code, stdout, stderr })
    })
  })
}
