import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { openInput } from '../../../src/investigation/input/open-input.ts'
import { packingOf, unpacked } from '../../../src/investigation/input/unpacked.ts'
import { ZstdWindows } from '../../../src/investigation/input/zstd-windows.ts'
import { hasNativeZstd, unpackZstd } from '../../../src/investigation/input/zstd.ts'
import { zstdFrame, zstdRun, zstdSkippable } from '../../support/zstd-frames.ts'

const directory = mkdtempSync(join(tmpdir(), 'input-'))
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

const TEXT = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 31) % 251))
/** zstd -19 of 'tidemark ' × 300 and 400 other letters: entropy-coded literals and sequences. */
const PACKED = Buffer.from(
  'KLUv/QRofQEANAJ0aWRlbWFyayBhaG92Y2pxeGVsc3pnbnViaXB3ZGtyeWZtdAIAzvVUB6DoFzkbBcA7',
  'base64',
)
const PLAIN =
  'tidemark '.repeat(300) +
  Array.from({ length: 400 }, (_, at) => String.fromCharCode(97 + ((at * 7) % 26))).join('')

async function* inSteps(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk))
  return Buffer.concat(parts)
}

async function read(
  bytes: Uint8Array,
): Promise<{ text: Buffer; head: number; byteLength: number | null }> {
  const file = join(directory, 'file')
  writeFileSync(file, bytes)
  const input = await openInput(file)
  const text = await all(input.chunks)
  await input.close()
  return { text, head: input.head.length, byteLength: input.byteLength }
}

describe('an input file', () => {
  it('is read as it is, with its length, where it is not packed', async () => {
    const { text, byteLength } = await read(TEXT)
    expect(text.equals(TEXT)).toBe(true)
    expect(byteLength).toBe(TEXT.length)
  })

  it('is unpacked from gzip and Zstandard by its first bytes', async () => {
    for (const packed of [gzipSync(TEXT), zstdFrame(TEXT)]) {
      const { text, head, byteLength } = await read(packed)
      expect(text.equals(TEXT)).toBe(true)
      expect(head).toBeGreaterThanOrEqual(4096)
      expect(byteLength).toBeNull()
    }
  })

  it('may be empty or shorter than what tells it', async () => {
    for (const text of ['', 'a', '{"snapshot":']) {
      expect((await read(Buffer.from(text))).text.toString()).toBe(text)
    }
  })

  it('is refused with a code where packed data are cut off or damaged', async () => {
    const gzip = gzipSync(TEXT)
    const damaged = Buffer.from(gzip)
    damaged[gzip.length >> 1] = (damaged[gzip.length >> 1] ?? 0) ^ 0xff
    const frame = zstdFrame(TEXT)
    for (const bytes of [gzip.subarray(0, 500), damaged, frame.subarray(0, 70_000)]) {
      await expect(read(bytes)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    }
  })

  it('is refused where it is no file', async () => {
    const missing = openInput(join(directory, 'nothing'))
    await expect(missing).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    await expect(openInput(directory)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })
})

describe('what unpacks to more than any snapshot does', () => {
  it('is refused before it fills the memory', async () => {
    const bomb = Buffer.concat(Array.from({ length: 1200 }, () => zstdRun(32, 131_072)))
    let bytes = 0
    const chunks = unpacked(inSteps(bomb, 4096), 'zstd')
    const eaten = (async (): Promise<void> => {
      for await (const chunk of chunks) bytes += chunk.length
    })()
    await expect(eaten).rejects.toMatchObject({ code: 'SNAPSHOT_TOO_LARGE' })
    expect(bytes).toBeLessThan(100e6)
  })
})

describe('the windows of Zstandard frames', () => {
  it('are read of any bytes without an end or a crash, however they are cut', () => {
    let seed = 1
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
    const good = Buffer.concat([
      zstdFrame(TEXT.subarray(0, 900)),
      zstdSkippable(TEXT.subarray(0, 20)),
      PACKED,
    ])
    const refused: string[] = []
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(good)
      for (let i = 0; i < 3; i++) bytes[Math.floor(random() ** 3 * bytes.length)] = random() * 256
      const windows = new ZstdWindows()
      try {
        const step = 1 + Math.floor(random() * 200)
        for (let at = 0; at < bytes.length; at += step) windows.check(bytes.subarray(at, at + step))
      } catch (error) {
        refused.push(String(error))
      }
    }
    expect(refused.length).toBeGreaterThan(500)
    expect(refused.length).toBeLessThan(3000)
    expect(refused.join('\n')).toMatch(
      /^(?:Error: (?:the data is not a Zstandard frame|a frame asks for a window of more than 128 MB)\n?)+$/,
    )
  })
})

const WAYS = hasNativeZstd() ? [true, false] : [false]

describe.each(WAYS)('Zstandard, unpacked by Node itself: %s', (native) => {
  it('is unpacked whatever its chunks are', async () => {
    for (const step of [1, 7, 100, 100_000]) {
      const text = await all(unpackZstd(inSteps(PACKED, step), native))
      expect(text.toString()).toBe(PLAIN)
    }
  })

  it('may have several frames, and some that are left out', async () => {
    const file = Buffer.concat([
      zstdSkippable(TEXT.subarray(0, 300)),
      zstdFrame(TEXT.subarray(0, 70_000)),
      PACKED,
      zstdSkippable(Buffer.alloc(0)),
      zstdFrame(TEXT.subarray(70_000)),
    ])
    const expected = Buffer.concat([
      TEXT.subarray(0, 70_000),
      Buffer.from(PLAIN),
      TEXT.subarray(70_000),
    ])
    expect(packingOf(file)).toBe('zstd')
    for (const step of [13, 4096, 1 << 20]) {
      const text = await all(unpackZstd(inSteps(file, step), native))
      expect(text.equals(expected)).toBe(true)
    }
  })

  it('is refused where a frame, the first or a later one, asks for a window of more than 128 MB', async () => {
    const greedy = zstdFrame(TEXT.subarray(0, 10), 20)
    for (const file of [greedy, Buffer.concat([zstdFrame(TEXT), greedy])]) {
      await expect(all(unpackZstd(inSteps(file, 1000), native))).rejects.toThrow(
        /window|frame|end|EOF|unexpected|memory/i,
      )
    }
    expect((await all(unpackZstd(inSteps(zstdFrame(TEXT, 17), 1000), native))).equals(TEXT)).toBe(
      true,
    )
  })

  it('is refused where it ends in the middle', async () => {
    for (const length of [5, 40, PACKED.length - 5]) {
      const cut = PACKED.subarray(0, length)
      await expect(all(unpackZstd(inSteps(cut, 10), native))).rejects.toThrow(
        /window|frame|end|EOF|unexpected|memory/i,
      )
    }
  })
})
