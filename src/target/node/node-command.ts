// `tidemark run app.js`: the command that runs a file with Node, or a clear word on why it cannot.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join, resolve } from 'node:path'
import { TidemarkError } from '../../protocol/index.ts'

const SCRIPTS = new Set(['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'])
const TYPED = new Set(['.ts', '.mts', '.cts'])
const LOADS_ITSELF = /^(?:--import|--loader|--experimental-loader|--require|-r)(?:=|$)/

export interface NodeCommandOptions {
  /** What `file` is relative to; the current directory by default. */
  readonly cwd?: string
  /** The Node to run with; this one by default. */
  readonly nodePath?: string
  readonly nodeVersion?: string
}

/**
 * `node [nodeArgs] file [args]`. Throws `FILE_UNREADABLE` where there is no such file and `USAGE` where Node could
 * not run it. TypeScript runs through Node itself where it can, else through `tsx` where the project has it.
 */
export function nodeCommand(
  file: string,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
  options: NodeCommandOptions = {},
): readonly string[] {
  const cwd = options.cwd ?? process.cwd()
  const script = findScript(file, cwd)
  const extension = extname(script).toLowerCase()
  if (!SCRIPTS.has(extension)) {
    throw new TidemarkError('USAGE', `${file} is not a JavaScript or TypeScript file`, {
      file,
      hint: `To run another program, write it after two dashes: tidemark run -- ${file}`,
    })
  }
  const runner = [options.nodePath ?? process.execPath, ...nodeArgs]
  const version = options.nodeVersion ?? process.versions.node
  if (
    TYPED.has(extension) &&
    !stripsTypes(version) &&
    !nodeArgs.some((a) => LOADS_ITSELF.test(a))
  ) {
    if (!canResolve('tsx', cwd)) {
      throw new TidemarkError('USAGE', `Node ${version} cannot run TypeScript`, {
        file,
        hint: 'Install tsx in the project, use Node 22.18 or later, or run the compiled JavaScript.',
      })
    }
    runner.push('--import', 'tsx')
  }
  return [...runner, file, ...args]
}

/** The file that Node would load: `file` itself, or the entry of a package's directory. */
function findScript(file: string, cwd: string): string {
  const path = resolve(cwd, file)
  try {
    if (!statSync(path).isDirectory()) return path
  } catch (error) {
    throw new TidemarkError('FILE_UNREADABLE', `there is no file ${file}`, {
      file,
      hint: `It is looked for in ${cwd}.`,
      cause: error,
    })
  }
  const entries = [packageMain(path), 'index.js'].filter((name) => name !== null)
  for (const entry of entries) {
    const found = [entry, `${entry}.js`, join(entry, 'index.js')].map((name) => join(path, name))
    const script = found.find((name) => existsSync(name) && statSync(name).isFile())
    if (script !== undefined) return script
  }
  throw new TidemarkError('FILE_UNREADABLE', `the directory ${file} has no file to start with`, {
    file,
    hint: 'Name the file to run, or give its package.json a "main".',
  })
}

function packageMain(directory: string): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
    if (typeof manifest !== 'object' || manifest === null || !('main' in manifest)) return null
    return typeof manifest.main === 'string' ? manifest.main : null
  } catch {
    return null
  }
}

/** Whether this Node runs TypeScript without a flag. */
function stripsTypes(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major === 22) return minor >= 18
  return major === 23 ? minor >= 6 : major > 23
}

function canResolve(name: string, cwd: string): boolean {
  try {
    createRequire(join(cwd, 'index.js')).resolve(name)
    return true
  } catch {
    return false
  }
}
