// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of 64 bits. Whoever lacks the key can neither compute a
// token nor check a guess against one; an unkeyed hash of a short secret is found by trying.
// Legend: v0 … v3 are the paper's state, each as a high and a low half.

/** Bytes of a key. */
export const HASH_KEY_BYTES = 16
const ROUNDS_AT_END = 4

export class SipHash {
  readonly #key: Int32Array
  /** v0 high, v0 low, v1 high, … */
  readonly #state: Int32Array = new Int32Array(8)
  /** Bytes that do not fill a word yet. */
  readonly #tail: Uint8Array = new Uint8Array(8)
  #length = 0

  /** Throws a `RangeError` where `key` is not of 16 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== HASH_KEY_BYTES) throw new RangeError(`a key has ${HASH_KEY_BYTES} bytes`)
    this.#key = Int32Array.of(word(key, 4), word(key, 0), word(key, 12), word(key, 8))
    this.reset()
  }

  /** Forgets what was taken. */
  reset(): void {
    const [k0h, k0l, k1h, k1l] = this.#key
    this.#length = 0
    this.#state.set([
      k0h ^ 0x736f6d65,
      k0l ^ 0x70736575,
      k1h ^ 0x646f7261,
      k1l ^ 0x6e646f6d,
      k0h ^ 0x6c796765,
      k0l ^ 0x6e657261,
      k1h ^ 0x74656462,
      k1l ^ 0x79746573,
    ])
  }

  /** Takes `bytes[from … to - 1]`. */
  update(bytes: Uint8Array, from: number, to: number): void {
    let at = from
    while (at < to) {
      const filled = this.#length & 7
      if (filled === 0 && to - at >= 8) {
        compress(this.#state, word(bytes, at + 4), word(bytes, at))
        at += 8
        this.#length += 8
        continue
      }
      this.#tail[filled] = bytes[at++]
      this.#length++
      if (filled === 7) compress(this.#state, word(this.#tail, 4), word(this.#tail, 0))
    }
  }

  /** The hash of what was taken, its higher and its lower half; ends with `reset`. */
  digest(): readonly [number, number] {
    const state = this.#state
    this.#tail.fill(0, this.#length & 7)
    const last = (word(this.#tail, 4) & 0xffffff) | (this.#length << 24)
    // Where the length is a multiple of 8 the tail holds an old word; only its length counts.
    const empty = (this.#length & 7) === 0
    compress(state, empty ? this.#length << 24 : last, empty ? 0 : word(this.#tail, 0))
    state[5] ^= 0xff
    for (let round = 0; round < ROUNDS_AT_END; round++) sipRound(state)
    const high = state[0] ^ state[2] ^ state[4] ^ state[6]
    const low = state[1] ^ state[3] ^ state[5] ^ state[7]
    this.reset()
    return [high >>> 0, low >>> 0]
  }
}

function compress(state: Int32Array, high: number, low: number): void {
  state[6] ^= high
  state[7] ^= low
  sipRound(state)
  sipRound(state)
  state[0] ^= high
  state[1] ^= low
}

function sipRound(state: Int32Array): void {
  let [v0h, v0l, v1h, v1l, v2h, v2l, v3h, v3l] = state
  let swap = 0

  v0l = (v0l + v1l) | 0
  v0h = (v0h + v1h + carry(v0l, v1l)) | 0
  swap = (v1h << 13) | (v1l >>> 19)
  v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l
  v1h = swap ^ v0h
  swap = v0h
  v0h = v0l
  v0l = swap

  v2l = (v2l + v3l) | 0
  v2h = (v2h + v3h + carry(v2l, v3l)) | 0
  swap = (v3h << 16) | (v3l >>> 16)
  v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l
  v3h = swap ^ v2h

  v0l = (v0l + v3l) | 0
  v0h = (v0h + v3h + carry(v0l, v3l)) | 0
  swap = (v3h << 21) | (v3l >>> 11)
  v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l
  v3h = swap ^ v0h

  v2l = (v2l + v1l) | 0
  v2h = (v2h + v1h + carry(v2l, v1l)) | 0
  swap = (v1h << 17) | (v1l >>> 15)
  v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l
  v1h = swap ^ v2h
  swap = v2h
  v2h = v2l
  v2l = swap

  state[0] = v0h
  state[1] = v0l
  state[2] = v1h
  state[3] = v1l
  state[4] = v2h
  state[5] = v2l
  state[6] = v3h
  state[7] = v3l
}

/** 1 where a sum of 32 bits has overflowed. */
function carry(sum: number, summand: number): number {
  return sum >>> 0 < summand >>> 0 ? 1 : 0
}

/** Four bytes, the lowest first. */
function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
}
