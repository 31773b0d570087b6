// Where a variable of a running program lies in its memory, by the table of symbols in its file. Node's own builds carry
// that table; those of some distributions do not.

import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'

const ELF_MAGIC = 0x7f454c46
const CLASS_64 = 2
const LITTLE_ENDIAN = 1
/** A position-independent program is loaded wherever there is room. */
const POSITION_INDEPENDENT = 3
const SYMBOL_TABLE = 2
const LOADABLE = 1
const SYMBOL_BYTES = 24
/** Node's largest so far is 30 MB. */
const LARGEST_TABLE = 128 * 1024 * 1024

/** The address of a variable in the process; `null` where it cannot be known. Reads some 10 to 30 MB of its file. */
export function symbolAddress(pid: number, name: RegExp): bigint | null {
  let descriptor = -1
  try {
    descriptor = openSync(`/proc/${pid}/exe`, 'r')
    const file = descriptor
    const read: ReadFile = (at, bytes) => readAt(file, at, bytes)
    const header = read(0n, 64)
    if (header.readUInt32BE(0) !== ELF_MAGIC) return null
    if (header[4] !== CLASS_64 || header[5] !== LITTLE_ENDIAN) return null
    const value = symbolValue(read, header, name)
    if (value === null || header.readUInt16LE(16) !== POSITION_INDEPENDENT) return value
    const start = firstMapping(pid)
    return start === null ? null : value + start - firstLoaded(read, header)
  } catch {
    return null
  } finally {
    if (descriptor >= 0) closeSync(descriptor)
  }
}

type ReadFile = (at: bigint, bytes: number) => Buffer

function readAt(descriptor: number, at: bigint, bytes: number): Buffer {
  if (bytes > LARGEST_TABLE) throw new Error('more than a table of symbols holds')
  const buffer = Buffer.alloc(bytes)
  if (readSync(descriptor, buffer, 0, bytes, at) !== bytes) throw new Error('the file ends')
  return buffer
}

interface Section {
  readonly type: number
  readonly at: bigint
  readonly bytes: number
  readonly link: number
}

function symbolValue(read: ReadFile, header: Buffer, name: RegExp): bigint | null {
  const sections = sectionsOf(read, header)
  const table = sections.find(({ type }) => type === SYMBOL_TABLE)
  const names = table === undefined ? undefined : sections[table.link]
  if (table === undefined || names === undefined) return null
  const text = read(names.at, names.bytes).toString('latin1')
  const offsets = new Set<number>()
  for (const match of text.matchAll(name)) offsets.add(match.index)
  const symbols = read(table.at, table.bytes)
  const values = new Set<bigint>()
  for (let at = 0; at + SYMBOL_BYTES <= symbols.length; at += SYMBOL_BYTES) {
    if (offsets.has(symbols.readUInt32LE(at))) values.add(symbols.readBigUInt64LE(at + 8))
  }
  const [value] = values
  return values.size === 1 && value !== undefined && value > 0n ? value : null
}

function sectionsOf(read: ReadFile, header: Buffer): readonly Section[] {
  const size = header.readUInt16LE(58)
  const count = header.readUInt16LE(60)
  const headers = read(header.readBigUInt64LE(40), size * count)
  return Array.from({ length: count }, (_, index) => {
    const at = index * size
    return {
      type: headers.readUInt32LE(at + 4),
      at: headers.readBigUInt64LE(at + 24),
      bytes: Number(headers.readBigUInt64LE(at + 32)),
      link: headers.readUInt32LE(at + 40),
    }
  })
}

/** The lowest address that the file asks for. */
function firstLoaded(read: ReadFile, header: Buffer): bigint {
  const size = header.readUInt16LE(54)
  const count = header.readUInt16LE(56)
  const headers = read(header.readBigUInt64LE(32), size * count)
  for (let at = 0; at < headers.length; at += size) {
    if (headers.readUInt32LE(at) !== LOADABLE) continue
    return headers.readBigUInt64LE(at + 16) & ~0xfffn
  }
  throw new Error('nothing of the file is loaded')
}

/** Where the process has the beginning of its own file. */
function firstMapping(pid: number): bigint | null {
  const inode = String(statSync(`/proc/${pid}/exe`).ino)
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [range = '', , offset = '', , mapped] = line.split(/\s+/)
    if (mapped === inode && /^0+$/.test(offset)) return BigInt(`0x${range.split('-')[0] ?? ''}`)
  }
  return null
}
