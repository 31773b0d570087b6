// The code of a script without what only looks like code: comments, strings, templates and regular expressions are
// blanked, and everything else stays where it is, so that an offset means the same in both texts.

const KEYWORDS_BEFORE_REGEX =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|do|else|yield|await)$/
const LONGEST_KEYWORD = 12

/** `text` with blanks for contents and comments; quotes, newlines and the code in `${…}` stay. O(text). */
export function codeText(text: string): string {
  return new Blanker(text).run()
}

class Blanker {
  readonly #text: string
  readonly #parts: string[] = []
  /** Where what is not yet taken over begins. */
  #from = 0
  /** The last character of code that is no space, and its offset. */
  #last = ''
  #lastAt = -1
  /** Depth of braces at each `${` that is open. */
  readonly #templates: number[] = []
  #braces = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): string {
    const text = this.#text
    let at = text.startsWith('#!') ? this.#blank(0, this.#lineEnd(0)) : 0
    while (at < text.length) at = this.#step(at)
    this.#parts.push(text.slice(this.#from))
    return this.#parts.join('')
  }

  /** Handles what begins at `at`; the offset after it. */
  #step(at: number): number {
    const text = this.#text
    const character = text[at] ?? ''
    if (character === '"' || character === "'") return this.#string(at, character)
    if (character === '`') return this.#template(at + 1)
    if (character === '/') {
      const next = text[at + 1]
      if (next === '/') return this.#blank(at, this.#lineEnd(at))
      if (next === '*') return this.#blank(at, this.#after('*/', at + 2))
      const end = this.#regexEnd(at)
      if (end > 0) return this.#contents(at, end, '/')
    }
    if (character === '{') this.#braces++
    if (character === '}' && this.#templates.at(-1) === this.#braces) {
      this.#templates.pop()
      return this.#template(at + 1)
    }
    if (character === '}') this.#braces--
    if (!/\s/.test(character)) {
      this.#last = character
      this.#lastAt = at
    }
    return at + 1
  }

  #string(at: number, quote: string): number {
    const text = this.#text
    let end = at + 1
    while (end < text.length && text[end] !== quote && text[end] !== '\n') {
      end += text[end] === '\\' ? 2 : 1
    }
    return this.#contents(at, Math.min(text.length, end + 1), quote)
  }

  /** From within a template to its end or to the next `${`. */
  #template(from: number): number {
    const text = this.#text
    let end = from
    while (end < text.length && text[end] !== '`') {
      if (text[end] === '$' && text[end + 1] === '{') {
        this.#blank(from, end)
        this.#templates.push(this.#braces)
        this.#last = '{'
        this.#lastAt = end + 1
        return end + 2
      }
      end += text[end] === '\\' ? 2 : 1
    }
    this.#blank(from, Math.min(text.length, end))
    this.#last = '`'
    this.#lastAt = end
    return Math.min(text.length, end + 1)
  }

  /** The end of a regular expression that begins at `at`; 0 where the slash divides. */
  #regexEnd(at: number): number {
    const text = this.#text
    if (/[\w$)\]"'`]/.test(this.#last) && !this.#isAfterKeyword()) return 0
    let inClass = false
    for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
      const character = text[end]
      if (character === '\\') end++
      else if (character === '[') inClass = true
      else if (character === ']') inClass = false
      else if (character === '/' && !inClass) return end + 1
    }
    return 0
  }

  #isAfterKeyword(): boolean {
    const end = this.#lastAt + 1
    return KEYWORDS_BEFORE_REGEX.test(this.#text.slice(Math.max(0, end - LONGEST_KEYWORD), end))
  }

  /** Blanks what is between two delimiters. */
  #contents(at: number, end: number, delimiter: string): number {
    this.#blank(at + 1, Math.max(at + 1, end - 1))
    this.#last = delimiter === '/' ? ')' : delimiter
    this.#lastAt = end - 1
    return end
  }

  #blank(from: number, to: number): number {
    this.#parts.push(this.#text.slice(this.#from, from))
    this.#parts.push(this.#text.slice(from, to).replace(/[^\r\n]/g, ' '))
    this.#from = Math.max(from, to)
    return to
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at)
    return end < 0 ? this.#text.length : end
  }

  #after(mark: string, from: number): number {
    const found = this.#text.indexOf(mark, from)
    return found < 0 ? this.#text.length : found + mark.length
  }
}
