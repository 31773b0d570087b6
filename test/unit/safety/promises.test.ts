// Promises of docs/internals/security.md that are kept by not doing something: no source does it.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.c?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path,
      text: readFileSync(path, 'utf8').replaceAll(/\/\/.*|\/\*[^]*?\*\//g, ''),
    }))
}

function filesWith(pattern: RegExp, folder: string): string[] {
  return sources(folder)
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path.slice(ROOT.length + 1))
}

describe('no source', () => {
  it('asks V8 for the values of numbers, which its snapshots leave out by themselves', () => {
    expect(filesWith(/exposeNumericValues|captureNumericValue/, 'src')).toEqual([])
  })

  it('makes or reads a diagnostic report, which holds the environment', () => {
    expect(filesWith(/process\s*\.\s*report\b|\bgetReport\b|--report-/, 'src')).toEqual([])
  })
})

describe('each promise of the threat model', () => {
  const page = readFileSync(join(ROOT, 'docs/internals/security.md'), 'utf8')
  const named = [...page.matchAll(/\[([^\]]+)\]\(\.\.\/\.\.\/(test\/[^)]+)\)/g)]

  it('names a test that exists, by its title', () => {
    expect(named.length).toBeGreaterThan(10)
    for (const [, title = '', file = ''] of named) {
      const text = existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : ''
      expect(text.includes(title) ? [] : [title, file]).toEqual([])
    }
  })
})
