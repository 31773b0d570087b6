// The proof: secrets in every representation that a heap has, in the snapshot of a real process, and no eight bytes of
// any of them in the redacted file.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SecretSearch } from '../../../src/investigation/redaction/secret-search.ts'
import { seededRandom } from '../../support/heap-builder.ts'
import { PROGRAMS, runTidemark } from '../../support/run-tidemark.ts'

/**
 * What has no text in any file: numbers, which V8 leaves out without `exposeNumericValues`, what is outside the heap,
 * and numbers that are the names of properties, which are looked for on their own.
 */
const WITHOUT_TEXT = [
  'bigint',
  'number',
  'date',
  'buffer',
  'environment',
  'title',
  'sparseIndex',
  'numericProperty',
]

interface Planted {
  readonly names: readonly string[]
  /** Numbers made from secrets that are names of properties. */
  readonly indexes: readonly (number | string)[]
  /** Values of numbers, dates and BigInts, in decimal digits. */
  readonly numbers: readonly string[]
}

const program = join(PROGRAMS, 'holds-secrets.cjs')
let directory = ''
let raw = ''
let redacted = ''
/** By representation. */
const secrets: Record<string, string[]> = {}
let indexes: Planted['indexes'] = []
let numbers: Planted['numbers'] = []

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'))
  raw = join(directory, 'raw.heapsnapshot')
  redacted = join(directory, 'redacted.heapsnapshot')
  const { names } = plant({})
  const random = seededRandom(20)
  for (const name of names) secrets[name] = [hexadecimal(random), token(random), phrase(random)]
  // Latin-1 alone stays external.
  secrets['longExternal'] = [hexadecimal(random)]
  ;({ indexes, numbers } = plant(secrets, raw))
  const run = await runTidemark(['redact', raw, redacted])
  if (run.code !== 0) throw new Error(run.stderr)
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

function masked(planted: Readonly<Record<string, readonly string[]>>): string {
  const mask = (text: string): number[] => Array.from(Buffer.from(text), (byte) => byte ^ 0x5a)
  return JSON.stringify(
    Object.fromEntries(Object.entries(planted).map(([name, texts]) => [name, texts.map(mask)])),
  )
}

function plant(planted: Readonly<Record<string, readonly string[]>>, file?: string): Planted {
  const args = ['--expose-externalize-string', program, ...(file === undefined ? [] : [file])]
  const out = execFileSync(process.execPath, args, { input: masked(planted) })
  return JSON.parse(out.toString()) as Planted
}

function some(random: () => number, alphabet: string, length: number): string {
  const one = (): string => alphabet[Math.floor(random() * alphabet.length)] ?? ''
  return Array.from({ length }, one).join('')
}

function hexadecimal(random: () => number): string {
  return some(random, '0123456789abcdef', 16)
}

function token(random: () => number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return `${some(random, letters, 12)}.${some(random, letters, 12)}`
}

function phrase(random: () => number): string {
  return `Zoë ${hexadecimal(random)} → ${hexadecimal(random)}`
}

/** The representations of which the file has eight bytes. */
function foundIn(file: string): Set<string> {
  const names = Object.keys(secrets).flatMap((name) => secrets[name]?.map(() => name) ?? [])
  const search = new SecretSearch(Object.values(secrets).flat())
  search.push(readFileSync(file))
  return new Set(search.hits.map(({ secret }) => names[secret] ?? ''))
}

/** Those of the indexes that the file has; V8 writes large ones as negative numbers since Node 24. */
function indexesIn(file: string): Planted['indexes'] {
  const text = readFileSync(file, 'latin1')
  return indexes.filter(
    (index) => text.includes(`${index}`) || text.includes(`,${Number(index) | 0},`),
  )
}

describe('a snapshot of a process with secrets everywhere', () => {
  it('has no eight bytes of any of them when it is redacted', () => {
    expect([...foundIn(redacted)]).toEqual([])
    expect(indexesIn(redacted)).toEqual([])
  })

  it('had them in every representation that V8 writes', () => {
    const found = foundIn(raw)
    const missing = Object.keys(secrets).filter((name) => !found.has(name))
    expect(missing.toSorted()).toEqual(WITHOUT_TEXT.toSorted())
    expect(indexesIn(raw)).toEqual(indexes)
    expect(indexes.length).toBeGreaterThan(0)
  })

  it('has no values of numbers, redacted or not', () => {
    const text = readFileSync(raw, 'latin1')
    expect(numbers.length).toBeGreaterThan(10)
    // A number of fewer digits may be the size or the place of something else.
    const long = numbers.filter((number) => number.length > 7)
    expect(long.filter((number) => text.includes(number.slice(0, 12)))).toEqual([])
  })

  it('keeps none of them where no names are kept', async () => {
    const nameless = join(directory, 'nameless.heapsnapshot')
    const run = await runTidemark(['redact', '--names', 'none', raw, nameless])
    expect(run).toMatchObject({ code: 0 })
    expect([...foundIn(nameless)]).toEqual([])
  })

  it('is told from the redacted one by --verify', async () => {
    const list = join(directory, 'list')
    writeFileSync(list, Object.values(secrets).flat().join('\n'))
    const good = await runTidemark(['redact', '--verify', redacted, '--secrets', list])
    expect(good.stdout).toContain('redacted: nothing in it')
    expect(good.code).toBe(0)
    const bad = await runTidemark(['redact', '--verify', raw, '--secrets', list])
    expect(bad.stdout).toMatch(/NOT redacted[^]*strings are contents[^]*eight bytes of secret/)
    expect(bad.stdout).not.toContain('Zoë')
    expect(bad.code).toBe(1)
  })

  it.runIf(process.platform !== 'win32')('is a file that only its owner may read', () => {
    expect(statSync(redacted).mode & 0o777).toBe(0o600)
  })
})
