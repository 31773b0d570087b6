// The newest Node of a line, fetched from the registry as a package of plain binaries into a cache of its own.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lastWords, runNpm } from './npm-command.mjs'

export const NODE_LINES = join(resolve(import.meta.dirname, '..'), '.cache/node-lines')

/**
 * Where the binary of the newest Node of a line such as `22` is; an older one of the line where npm cannot fetch it now.
 * Throws where there is none.
 *
 * @param {string} line
 * @returns {string}
 */
export function nodeOfLine(line) {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${system}-${process.arch}`
  const folder = join(NODE_LINES, line)
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const file = join(folder, 'node_modules', name, 'bin', binary)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--no-audit', '--no-fund', '--no-save', `${name}@${line}`]
  const outcome = runNpm(install, { cwd: folder })
  if (outcome.code === 0 || existsSync(file)) return file
  throw new Error(`npm could not fetch ${name}@${line}: ${lastWords(outcome)}`)
}
