import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { casesOf } from '../../../bench/accuracy/cases.mjs'
import { CAUSES } from '../../../src/protocol/index.ts'

const FOLDER = join(import.meta.dirname, '../../../bench/corpus')
const cases = casesOf(FOLDER).filter((each) => each.expected !== null)

function lineOf(folder: string, file: string, line: number): string {
  return readFileSync(join(folder, file), 'utf8').split('\n')[line - 1]
}

test('the corpus names causes that exist, and programs that exist', () => {
  const wrong = cases.filter(({ folder, programs, expected }) => {
    const cause = expected?.cause ?? null
    const known = cause === null || CAUSES.some((each) => each === cause)
    return !known || !programs.every(({ file }) => existsSync(join(folder, file)))
  })
  expect(cases.length).toBeGreaterThan(40)
  expect(wrong.map(({ name }) => name)).toEqual([])
})

test('the line that should be named is the first line of the function that should be named', () => {
  const wrong = cases.flatMap(({ name, folder, expected }) => {
    const addedBy = expected?.leaky?.addedBy
    if (!addedBy) return []
    const text = lineOf(folder, addedBy.file, addedBy.line)
    const named = text.includes(addedBy.function) || text.includes('constructor(')
    return named ? [] : [`${name}: ${addedBy.function} at ${text}`]
  })
  expect(wrong).toEqual([])
})
