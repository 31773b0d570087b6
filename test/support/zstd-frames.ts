// Zstandard frames made by hand: blocks that are stored as they are, since not every Node.js can pack.

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
const MOST_BLOCK_BYTES = 65_536

/** A frame of stored blocks with a window of 1 << (10 + `exponent`) bytes. */
export function zstdFrame(content: Uint8Array, exponent: number = 10): Uint8Array {
  const pieces: Uint8Array[] = [Uint8Array.from([...MAGIC, 0, exponent << 3])]
  const blocks = Math.max(1, Math.ceil(content.length / MOST_BLOCK_BYTES))
  for (let at = 0; at < blocks; at++) {
    const block = content.subarray(at * MOST_BLOCK_BYTES, (at + 1) * MOST_BLOCK_BYTES)
    const header = (block.length << 3) | (at === blocks - 1 ? 1 : 0)
    pieces.push(Uint8Array.from([header & 255, (header >> 8) & 255, header >> 16]), block)
  }
  return Buffer.concat(pieces)
}

/** A frame that says `bytes` times the same byte in one block. */
export function zstdRun(byte: number, bytes: number): Uint8Array {
  const header = (bytes << 3) | 3
  return Uint8Array.from([
    ...MAGIC,
    0,
    10 << 3,
    header & 255,
    (header >> 8) & 255,
    header >> 16,
    byte,
  ])
}

/** A frame that decoders leave out. */
export function zstdSkippable(content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x184d2a53, 0)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}
