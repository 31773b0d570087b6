// The name of a WeakMap's entry holds the names of key and value, and the name of a string is its content:
//   12 / part of key (Foo @123) -> value (SECRET @456) pair in WeakMap (table @789)
// The numbers are all that anybody needs.

const ENTRY = /^(\d{1,10}) \/ part of key \([^]*? @(\d{1,15})\) -> value \(/
const END = / @(\d{1,15})\) pair in WeakMap \(table @(\d{1,15})\)$/
/** What V8 writes where the names do not fit. */
const TEMPLATE =
  /^%\w+ \/ part of key \(%s @%u\) -> value \(%s @%u\) pair in WeakMap \(table @%u\)$/

/** The entry's name without those of key and value; `null` where the text names no entry. */
export function shownWeakMapSlot(text: string): string | null {
  if (TEMPLATE.test(text)) return text
  const entry = ENTRY.exec(text)
  if (entry === null) return null
  const [, index = '', key = ''] = entry
  const start = `${index} / part of key (key @${key}) -> value (`
  const end = END.exec(text)
  if (end === null) return start
  const [, value = '', table = ''] = end
  return `${start}value @${value}) pair in WeakMap (table @${table})`
}
