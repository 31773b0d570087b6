import { describe, expect, it } from 'vitest'
import {
  isEngineName,
  isFunctionName,
  isPropertyName,
  isSourceName,
  shownClassName,
  shownEngineName,
} from '../../../src/heap/redaction/name-rules.ts'
import { looksRandom } from '../../../src/heap/redaction/random-name.ts'
import { shownScriptName } from '../../../src/heap/redaction/script-name.ts'
import { SipHash } from '../../../src/heap/redaction/sip-hash.ts'
import { seededRandom } from '../../support/heap-builder.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const ALPHABETS = {
  hexadecimal: '0123456789abcdef',
  'lower case': LETTERS,
  'base 36': `${LETTERS}0123456789`,
  'base 62': `${LETTERS}${LETTERS.toUpperCase()}0123456789`,
}

describe('names that a person wrote', () => {
  it('are kept as properties', () => {
    const names = [
      'sessions',
      'byUserId',
      'MAX_RETRIES',
      '_events',
      '$scope',
      '#store',
      'writeUint8',
      'XMLHttpRequest',
      'sha256',
      'x509Certificate',
      'kMaxEventTargetListeners',
      'get size',
      'base64url',
      'utf8ToBytes',
      'familyOnly',
      'http2Session',
      'onWritev',
      'rwlock',
      'id',
      '<symbol kHandle>',
      '<symbol nodejs.util.inspect.custom>',
      '<symbol Symbol.iterator>',
    ]
    expect(names.filter((name) => !isPropertyName(name))).toEqual([])
  })

  it('are kept as classes and functions', () => {
    const classes = ['Intl.NumberFormat', 'Array Iterator', 'system / Context', 'global (global*)']
    expect(classes.filter((name) => shownClassName(name) !== name)).toEqual([])
    const functions = ['openSession', 'get size', '[Symbol.iterator]', '', '(anonymous)', '日本語']
    const dotted = ['Module._extensions..js', 'get [Symbol.species]', '<static_initializer>']
    expect([...functions, ...dotted].filter((name) => !isFunctionName(name))).toEqual([])
  })

  it('of V8 and of add-ons are kept', () => {
    const names = [
      'system / Map (OneByteString)',
      '(GC roots)',
      '12 / (Handle scope)',
      '4194304',
      '0',
      'Node / std::basic_string',
      'C++ Persistent roots',
      'async_ids_stack',
      'system / X',
    ]
    expect(names.filter((name) => !isEngineName(name))).toEqual([])
  })
})

describe('names that are data', () => {
  it('are not kept as properties', () => {
    const names = [
      '9f8e7d6c-5b4a-4c3d-8e1f-0a1b2c3d4e5f',
      'sk_live_51H8xYzAbCdEfGh',
      'mail@example.com',
      'user 4711',
      '12345678901234',
      'AKIAIOSFODNN7EXAMPLE',
      'correct-horse-battery-staple',
      '/etc/passwd',
      '<symbol my secret words>',
      '<symbol a1b2c3d4e5f6>',
      'ключевоеслово',
      'GET /users/4711',
      'x'.repeat(100),
      'dGhpc0lzQVRva2Vu',
      'qzxvkjwbgtrpl',
    ]
    expect(names.filter((name) => isPropertyName(name))).toEqual([])
  })

  it('are not kept as variables where a program that writes programs has counted them', () => {
    expect(isSourceName('schema_9f8e7d6c5b4a')).toBe(false)
    expect(isSourceName('schema17')).toBe(true)
  })

  it('are not kept as functions where a script is called so', () => {
    const names = [
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x',
      'my secret words',
      'a/b',
      '9f8e7d6c5b4a',
    ]
    expect(names.filter((name) => isFunctionName(name))).toEqual([])
  })

  it('are not kept where they stand for an address', () => {
    expect(shownClassName('Window / https://example.com/reset/abcdef')).toBe('Window / ://')
    expect(shownClassName('Window [JSGlobalObject] / https://example.com/a b')).toBe(
      'Window [JSGlobalObject] / ://',
    )
    expect(shownClassName('my secret / https://example.com')).toBeNull()
    expect(shownEngineName('<div class="Mary">')).toBe('<div>')
    expect(shownEngineName('Detached <my-element id="x">')).toBe('Detached <my-element>')
    expect(shownEngineName('<9f8e7d6c5b4a>')).toBeNull()
    expect(shownEngineName('system / NativeContext / https://example.com/a')).toBe(
      'system / NativeContext / ://',
    )
    expect(isEngineName('system / NativeContext / https://example.com/a')).toBe(false)
    expect(isEngineName('<div class="Mary">')).toBe(false)
  })

  it.each(Object.entries(ALPHABETS))('are told from names in %s', (_name, alphabet) => {
    const random = seededRandom(7)
    const kept = (length: number): number => {
      let found = 0
      for (let n = 0; n < 2000; n++) {
        const at = (): string => alphabet[Math.floor(random() * alphabet.length)] ?? ''
        if (!looksRandom(Array.from({ length }, at).join(''))) found++
      }
      return found / 2000
    }
    expect(kept(12)).toBeLessThan(0.025)
    expect(kept(20)).toBeLessThan(0.001)
  })
})

describe('names of scripts', () => {
  it('are kept where they are paths', () => {
    for (const path of ['/srv/app/src/store.js', 'node:events', 'C:\\app\\a.js', '[eval]']) {
      expect(shownScriptName(path)).toBe(path)
    }
    expect(shownScriptName('file:///srv/a.mjs')).toBe('file:///srv/a.mjs')
  })

  it('lose user, password, query and fragment', () => {
    expect(shownScriptName('https://me:pass@host:8080/a.js?token=x#y')).toBe(
      'https://host:8080/a.js',
    )
    expect(shownScriptName('file:///srv/a.mjs?v=secret')).toBe('file:///srv/a.mjs')
    expect(shownScriptName('webpack://app/a.js?secret')).toBe('webpack://app/a.js')
  })

  it('are dropped where they are a source text or anything else', () => {
    expect(shownScriptName('data:text/javascript,secret()')).toBeNull()
    expect(shownScriptName('whatever somebody called it')).toBeNull()
  })
})

describe('the keyed hash', () => {
  const key = Uint8Array.from({ length: 16 }, (_, at) => at)

  const hexadecimal = (hash: SipHash): string =>
    hash
      .digest()
      .map((half) => half.toString(16).padStart(8, '0'))
      .join('')

  /** The authors' vectors, `vectors_sip64` of their reference implementation, as big-endian numbers. */
  it.each([
    [0, '726fdb47dd0e0e31'],
    [1, '74f839c593dc67fd'],
    [7, 'ab0200f58b01d137'],
    [8, '93f5f5799a932462'],
    [15, 'a129ca6149be45e5'],
  ])('of %i bytes is that of the reference', (length, expected) => {
    const bytes = Uint8Array.from({ length }, (_, at) => at)
    const hash = new SipHash(key)
    hash.update(bytes, 0, length)
    expect(hexadecimal(hash)).toBe(expected)
  })

  it('is the same in one piece and in many', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, at) => at * 7)
    const hash = new SipHash(key)
    hash.update(bytes, 0, 100)
    const whole = hexadecimal(hash)
    for (let at = 0; at < 100; at++) hash.update(bytes, at, at + 1)
    expect(hexadecimal(hash)).toBe(whole)
  })

  it('refuses a key of another length', () => {
    expect(() => new SipHash(new Uint8Array(8))).toThrow(RangeError)
  })
})
