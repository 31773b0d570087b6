// How much memory a Zstandard stream asks for, frame by frame, before anything is allocated for it: a few hostile bytes can
// ask for 2 GB. By RFC 8878, which frames are made of blocks that say their own length.

/** What the `zstd` command itself refuses to exceed without being asked. */
const MOST_WINDOW_BYTES = 1 << 27
const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
/** The longest header with its magic number. */
const LONGEST_HEADER = 18

export class ZstdWindows {
  /** Bytes of blocks and checksums that pass unread. */
  #skip = 0
  /** Bytes kept of a header that is not whole. */
  #kept: Uint8Array = new Uint8Array(0)
  #inFrame = false
  #checksum = 0

  /** Takes the next bytes of the stream; throws where a frame's window is larger than 128 MB. O(blocks). */
  check(chunk: Uint8Array): void {
    let bytes = chunk
    if (this.#skip > 0) {
      const passed = Math.min(this.#skip, bytes.length)
      this.#skip -= passed
      bytes = bytes.subarray(passed)
    }
    if (this.#kept.length > 0) {
      const joined = new Uint8Array(this.#kept.length + bytes.length)
      joined.set(this.#kept)
      joined.set(bytes, this.#kept.length)
      bytes = joined
    }
    let at = 0
    for (;;) {
      const length = this.#unit(bytes.subarray(at))
      if (length === 0) break
      at += length
      if (at > bytes.length) {
        this.#skip = at - bytes.length
        at = bytes.length
      }
    }
    this.#kept = bytes.slice(at)
  }

  /** Length of the frame header or block that begins here; 0 where more bytes are needed to tell. */
  #unit(bytes: Uint8Array): number {
    return this.#inFrame ? this.#block(bytes) : this.#header(bytes)
  }

  #header(bytes: Uint8Array): number {
    if (bytes.length < 8) return 0
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const magic = view.getUint32(0, true)
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) return 8 + view.getUint32(4, true)
    if (magic !== MAGIC) throw new Error('the data is not a Zstandard frame')
    const flags = view.getUint8(4)
    const single = (flags >> 5) & 1
    const dictionary = [0, 1, 2, 4][flags & 3] ?? 0
    const size = [single, 2, 4, 8][flags >> 6] ?? 0
    const length = 6 - single + dictionary + size
    if (bytes.length < Math.min(length, LONGEST_HEADER)) return 0
    const window = single === 1 ? contentSize(view, 5 + dictionary, size) : windowSize(view)
    if (window > MOST_WINDOW_BYTES) {
      throw new Error('a frame asks for a window of more than 128 MB')
    }
    this.#inFrame = true
    this.#checksum = flags & 4
    return length
  }

  #block(bytes: Uint8Array): number {
    const [low = 0, middle = 0, high = 0] = bytes
    if (bytes.length < 3) return 0
    const header = low | (middle << 8) | (high << 16)
    const isLast = (header & 1) === 1
    const isRun = ((header >> 1) & 3) === 1
    this.#inFrame = !isLast
    return 3 + (isRun ? 1 : header >> 3) + (isLast ? this.#checksum : 0)
  }
}

function windowSize(view: DataView): number {
  const descriptor = view.getUint8(5)
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function contentSize(view: DataView, at: number, size: number): number {
  if (size === 1) return view.getUint8(at)
  if (size === 2) return view.getUint16(at, true) + 256
  if (size === 4) return view.getUint32(at, true)
  return Number(view.getBigUint64(at, true))
}
