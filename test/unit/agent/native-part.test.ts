import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const MOST_LINES = 200
const LARGEST_BYTES = 100_000

const hash = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(ROOT + file))
    .digest('hex')

/** The bytes of a built object, one character each. */
const text = (file: string): string => readFileSync(ROOT + file, 'latin1')

const recorded = (folder: string): Record<string, string> =>
  JSON.parse(readFileSync(`${ROOT}${folder}/hashes.json`, 'utf8')) as Record<string, string>

test.each(['native/prebuilds', 'test/fixtures/native'])(
  'what is built in %s belongs to its source (else run native/build.mjs)',
  (folder) => {
    const hashes = recorded(folder)
    const built = readdirSync(ROOT + folder).filter((name) => name.endsWith('.node'))
    expect(built.map((name) => `${folder}/${name}`).every((file) => file in hashes)).toBe(true)
    expect(built).toHaveLength(2)
    for (const [file, known] of Object.entries(hashes))
      expect([file, hash(file)]).toEqual([file, known])
  },
)

test('the native part needs no C library, so that one object serves glibc and musl', () => {
  for (const file of Object.keys(recorded('native/prebuilds')).filter((one) =>
    one.endsWith('.node'),
  )) {
    const bytes = readFileSync(ROOT + file)
    expect(text(file)).not.toMatch(/GLIBC|libc\.so|ld-linux|ld-musl/)
    expect(neededLibraries(bytes)).toBe(0)
    expect(bytes.length).toBeLessThan(LARGEST_BYTES)
  }
})

test('the native part is small enough to be read', () => {
  const lines = text('native/fork.c')
    .split('\n')
    .filter((line) => !/^\s*(\/\/.*)?$/.test(line))
  expect(lines.length).toBeLessThan(MOST_LINES)
})

/** Counts DT_NEEDED entries of a 64-bit little-endian ELF object. */
function neededLibraries(bytes: Buffer): number {
  const dynamicSegment = 2
  const neededTag = 1n
  const headers = Number(bytes.readBigUInt64LE(32))
  let needed = 0
  for (let at = headers; at < headers + 56 * bytes.readUInt16LE(56); at += 56) {
    if (bytes.readUInt32LE(at) !== dynamicSegment) continue
    const from = Number(bytes.readBigUInt64LE(at + 8))
    const size = Number(bytes.readBigUInt64LE(at + 32))
    for (let entry = from; entry < from + size; entry += 16) {
      if (bytes.readBigUInt64LE(entry) === neededTag) needed += 1
    }
  }
  return needed
}
