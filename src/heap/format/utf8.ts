// UTF-8 to text, by hand: this layer runs where there is no TextDecoder. Lone surrogates, which JavaScript
// strings may hold, are three bytes each (WTF-8) and come back as they were.

const REPLACEMENT = 0xfffd
/** Code units handed to `String.fromCharCode` at once. */
const UNITS = 2048
const units: Uint16Array = new Uint16Array(UNITS + 2)

/** Text of `bytes[start … end - 1]`; whatever is not UTF-8 becomes U+FFFD. O(length). */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let count = 0
  let at = start
  while (at < end) {
    if (count >= UNITS) {
      text += String.fromCharCode(...units.subarray(0, count))
      count = 0
    }
    const lead = bytes[at]
    if (lead < 0x80) {
      units[count++] = lead
      at++
      continue
    }
    const length = sequenceLength(lead)
    const point = length === 0 ? -1 : codePoint(bytes, at, Math.min(end, at + length), length)
    at += point < 0 ? 1 : length
    if (point > 0xffff) {
      units[count++] = 0xd800 + ((point - 0x10000) >> 10)
      units[count++] = 0xdc00 + ((point - 0x10000) & 0x3ff)
    } else {
      units[count++] = point < 0 ? REPLACEMENT : point
    }
  }
  return text + String.fromCharCode(...units.subarray(0, count))
}

/** Writes a code unit or code point as UTF-8 at `at`; returns the index after it. At most four bytes. */
export function encodeUtf8(point: number, bytes: Uint8Array, at: number): number {
  let next = at
  if (point < 0x80) {
    bytes[next++] = point
    return next
  }
  if (point < 0x800) {
    bytes[next++] = 0xc0 | (point >> 6)
  } else {
    if (point < 0x10000) {
      bytes[next++] = 0xe0 | (point >> 12)
    } else {
      bytes[next++] = 0xf0 | (point >> 18)
      bytes[next++] = 0x80 | ((point >> 12) & 0x3f)
    }
    bytes[next++] = 0x80 | ((point >> 6) & 0x3f)
  }
  bytes[next++] = 0x80 | (point & 0x3f)
  return next
}

/** Bytes that a sequence with this first byte has; 0 where no sequence begins so. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2
  if (lead >= 0xe0 && lead < 0xf0) return 3
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0
}

/** -1 where the sequence is cut short, too long for what it says, or beyond Unicode. */
function codePoint(bytes: Uint8Array, at: number, end: number, length: number): number {
  if (end - at < length) return -1
  let point = bytes[at] & (0xff >> (length + 1))
  for (let next = at + 1; next < end; next++) {
    if ((bytes[next] & 0xc0) !== 0x80) return -1
    point = (point << 6) | (bytes[next] & 0x3f)
  }
  if (length === 3 && point < 0x800) return -1
  return length === 4 && (point < 0x10000 || point > 0x10ffff) ? -1 : point
}
