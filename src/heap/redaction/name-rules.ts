// Which names are kept. Each rule answers for one use of a string; a text that no rule keeps is data.

import { hasManyDigits, looksRandom } from './random-name.ts'

const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const ASCII_IDENTIFIER = /^#?[A-Za-z_$][\w$]*$/
const ACCESSOR = /^[gs]et /
const LONGEST_NAME = 80
/** Of a name with dots. */
const MOST_PARTS = 5
/** Names of what has none, and those that the compiler gives. */
const OF_COMPILER = /^(?:|\(anonymous\)|<[a-z_]{1,40}>|native_bind|RegExp[GS]et\$.|\$.)$/
/** V8's and Node's own: words between blanks and their punctuation. */
const OF_ENGINE = /^[\w$ ()/:<>*+&.,'[\]#~-]*$/
const LONGEST_OF_ENGINE = 1000
/** Class names of JavaScript itself that have blanks. */
const OF_LANGUAGE =
  /^(?:(?:(?:Array|Map|Set|String|Segment|RegExp String|Segmenter String|Wrap For Valid|Async-from-Sync|URLSearchParams|FormData|Headers) )?Iterator(?: Helper)?|system \/ \w{1,60}(?: \/ scope @\d{1,10})?|global(?: \(global\*?\))?)$/
const ELEMENT = /^(Detached )?<([a-z][a-z\d]{0,30}(?:-[a-z]{1,30}){0,3})(?=[ >/])[^]*$/
const ADDRESSED = /^(.*?) \/ [^ ]*:\/\/[^]*$/
const NUMBERED = /^\d{1,10}(?: \/ |$)/

/** A variable, which can only have been written in a source; `.new.target` is the compiler's. */
export function isSourceName(text: string): boolean {
  if (/^\.[a-z_.]{1,30}$/.test(text)) return true
  return text.length <= LONGEST_NAME && IDENTIFIER.test(text) && !isCounted(text)
}

/** A property: a name that a person wrote, or a key that only looks like one. */
export function isPropertyName(text: string): boolean {
  if (text.length > LONGEST_NAME) return false
  const symbol = /^<symbol ?([^<>]*)>$/.exec(text)?.[1]
  if (symbol !== undefined) return isSymbolName(symbol)
  const name = text.replace(ACCESSOR, '')
  return OF_COMPILER.test(name) || (ASCII_IDENTIFIER.test(name) && !looksRandom(name))
}

/**
 * A class as it may be shown, `null` for what is none: judged as a property, for `Symbol.toStringTag` may be computed.
 * `Window [JSGlobalObject] / https://host/path` loses its address.
 */
export function shownClassName(text: string): string | null {
  const found =
    /^(Detached )?(.*?)( \[JSGlobal\w+\]| \((?:prototype|internal cache|global\*?)\))? \/ [^ ]*:\/\/[^]*$/.exec(
      text,
    )
  if (found === null) return isClassName(text) ? text : null
  const [, detached = '', name = '', kind = ''] = found
  return isClassName(name) ? `${detached}${name}${kind} / ://` : null
}

function isClassName(text: string): boolean {
  if (OF_LANGUAGE.test(text)) return true
  const name = text
    .replace(/^Detached /, '')
    .replace(/ \[JSGlobal\w+\]$| \((?:prototype|internal cache)\)$/, '')
  if (isEngineTag(name)) return true
  // `Intl.NumberFormat`, and what V8 calls a class by where it was put.
  const parts = name.split('.')
  return parts.length <= MOST_PARTS && parts.every((part) => isPropertyName(part))
}

/** A function, as its source calls it. */
export function isFunctionName(text: string): boolean {
  const name = text.replace(ACCESSOR, '')
  if (OF_COMPILER.test(name) || OF_LANGUAGE.test(name) || isSourceName(name)) return true
  const symbol = /^\[([^[\]]*)\]$/.exec(name)?.[1]
  // `Module._extensions..js`: a script may have any name, so that parts are judged as properties are.
  return isSymbolName(symbol ?? name)
}

/**
 * A name that V8, the embedder or an add-on gives to a node, as it may be shown: `<div id="…">` becomes `<div>`, and
 * `system / NativeContext / https://host/path` loses its address; `null` for what is no such name.
 */
export function shownEngineName(text: string): string | null {
  const [, ofElement = '', tag] = ELEMENT.exec(text) ?? []
  if (tag !== undefined) return `${ofElement}<${tag}>`
  const [, owner] = ADDRESSED.exec(text) ?? []
  if (owner !== undefined) return isEngineName(owner) ? `${owner} / ://` : null
  return isEngineName(text) ? text : null
}

/** A node or a slot that V8 or an add-on names, in source that is compiled: `system / Map`, `(GC roots)`, `12 / foo`. */
export function isEngineName(text: string): boolean {
  if (text.length > LONGEST_OF_ENGINE || !OF_ENGINE.test(text)) return false
  if (text.includes('://')) return false
  const words = text.replace(NUMBERED, '').match(/[\w$]+/g) ?? []
  return words.every((word) => !isCounted(word))
}

/** `Node / Environment`, `Window (global*)`: a tag that the embedder gives, without an address. */
function isEngineTag(text: string): boolean {
  return /^(?:system|Node|C\+\+|Blink|Window) \//.test(text) && isEngineName(text)
}

/** `kHandle`, `nodejs.util.inspect.custom`, `node:module_parent`. */
function isSymbolName(text: string): boolean {
  const parts = text.split(/[.:]/)
  if (parts.length > MOST_PARTS) return false
  return parts.every((part) => part === '' || (/^[\w$]+$/.test(part) && !looksRandom(part)))
}

/** Even a name from a source may be made by a program that writes programs. */
function isCounted(name: string): boolean {
  return name.length > 11 && hasManyDigits(name)
}
