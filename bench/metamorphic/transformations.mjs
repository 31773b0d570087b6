// What is done to a program that must not change what is said of it.

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { renamed } from './rename.mjs'
import { reordered } from './reorder.mjs'

/** @typedef {import('../accuracy/cases.mjs').Program} Program */

/**
 * @typedef {object} Transformation
 * @property {string} name
 * @property {boolean} keepsNames whether the fingerprint, which is made of names, must stay too
 * @property {(folder: string, program: Program) => Program} apply to a private copy
 * @property {() => () => void} [surround] begins what goes on beside the program, and answers how to end it
 */

const SOURCE = /\.[cm]?js$/

/** @param {string} folder */
function sourcesOf(folder) {
  const names = readdirSync(folder).filter((name) => SOURCE.test(name))
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** @type {Transformation['apply']} */
function rename(folder, program) {
  const before = sourcesOf(folder)
  const { files, fileNames } = renamed(before)
  for (const name of before.keys()) rmSync(join(folder, name))
  for (const [name, text] of files) writeFileSync(join(folder, name), text)
  return { ...program, file: fileNames.get(program.file) ?? program.file }
}

/** @type {Transformation['apply']} */
function reorder(folder, program) {
  for (const [name, text] of sourcesOf(folder)) writeFileSync(join(folder, name), reordered(text))
  return program
}

/**
 * @param {string} file of this folder
 * @returns {Transformation['apply']}
 */
function preloading(file) {
  const url = pathToFileURL(join(import.meta.dirname, file)).href
  if (!existsSync(join(import.meta.dirname, file))) throw new Error(`no ${file}`)
  return (_, program) => ({ ...program, nodeArgs: ['--import', url, ...program.nodeArgs] })
}

/** As many busy processes as there are processors. */
function crowd() {
  const spin = 'for (;;) for (let i = 0; i < 1e7; i++);'
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['--eval', spin], { stdio: 'ignore' }),
  )
  return () => {
    for (const child of busy) child.kill('SIGKILL')
  }
}

/** @type {Transformation['apply']} */
const unchanged = (_, program) => program

/** The first is the program as it is, which the others are compared with. */
/** @type {readonly Transformation[]} */
export const TRANSFORMATIONS = [
  { name: 'as it is', keepsNames: true, apply: unchanged },
  { name: 'other names', keepsNames: false, apply: rename },
  { name: 'other order', keepsNames: true, apply: reorder },
  { name: '50 MB more', keepsNames: true, apply: preloading('static-heap.mjs') },
  { name: 'a cache that fills', keepsNames: true, apply: preloading('filling-cache.mjs') },
  { name: 'load in waves', keepsNames: true, apply: preloading('load-shape.mjs') },
  { name: 'busy machine', keepsNames: true, apply: unchanged, surround: crowd },
]
