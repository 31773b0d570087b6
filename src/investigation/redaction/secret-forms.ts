// The byte forms in which a secret may stand in a file: as it is, escaped, and in the usual encodings.

export interface SecretForm {
  /** E.g. `utf16le`, `base64`. */
  readonly encoding: string
  readonly bytes: Uint8Array
  /** Bytes of the form that stand for eight bytes of the secret. */
  readonly window: number
}

/** Bytes of a secret that must not be anywhere. */
const WINDOW = 8
/** Characters that stand for so many bytes. */
const WINDOW_OF = { hex: 2 * WINDOW, percent: 3 * WINDOW, escaped: 6 * WINDOW, base64: 11 }

/** Every form once. Text that stands inside of longer text is found in base64 at each of its three offsets. */
export function secretForms(secret: string): SecretForm[] {
  const utf8 = Buffer.from(secret, 'utf8')
  const utf16 = Buffer.from(secret, 'utf16le')
  const forms: SecretForm[] = [
    { encoding: 'utf8', bytes: utf8, window: WINDOW },
    { encoding: 'utf16le', bytes: utf16, window: WINDOW },
    { encoding: 'utf16be', bytes: Buffer.from(utf16).swap16(), window: WINDOW },
    { encoding: 'percent', bytes: Buffer.from(percentEncoded(utf8)), window: WINDOW_OF.percent },
    { encoding: 'json', bytes: Buffer.from(JSON.stringify(secret).slice(1, -1)), window: WINDOW },
    { encoding: 'json', bytes: Buffer.from(unicodeEscaped(secret)), window: WINDOW_OF.escaped },
    { encoding: 'json', bytes: Buffer.from(partlyEscaped(secret)), window: 2 * WINDOW },
    { encoding: 'reversed', bytes: Buffer.from(utf8).reverse(), window: WINDOW },
  ]
  if (/^[\0-\xff]*$/.test(secret)) {
    forms.push({ encoding: 'latin1', bytes: Buffer.from(secret, 'latin1'), window: WINDOW })
  }
  for (const bytes of [utf8, utf16]) {
    const digits = bytes.toString('hex')
    for (const text of [digits, digits.toUpperCase()]) {
      forms.push({ encoding: 'hex', bytes: Buffer.from(text), window: WINDOW_OF.hex })
    }
    for (const text of base64s(bytes)) {
      forms.push({ encoding: 'base64', bytes: Buffer.from(text), window: WINDOW_OF.base64 })
    }
  }
  return distinct(forms)
}

function percentEncoded(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** As V8 writes strings: ASCII as it is, all else by its unit. */
function partlyEscaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^ -~]/g, unicodeEscaped)
}

function unicodeEscaped(text: string): string {
  const units = text.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
  return units.map((unit) => `\\u${unit}`).join('')
}

/** Without the characters at both ends that depend on what stands beside the text. */
function base64s(bytes: Buffer): string[] {
  const texts: string[] = []
  for (const before of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
    const whole = Math.floor((padded.length * 8) / 6)
    const text = padded.toString('base64').slice(before === 0 ? 0 : before + 1, whole)
    texts.push(text, text.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return texts
}

function distinct(forms: readonly SecretForm[]): SecretForm[] {
  const seen = new Map<string, SecretForm>()
  for (const form of forms) {
    const key = Buffer.from(form.bytes).toString('latin1')
    if (!seen.has(key)) seen.set(key, form)
  }
  return [...seen.values()]
}
