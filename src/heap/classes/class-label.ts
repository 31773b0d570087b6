// What a node is called, by its type and name alone. Contents never become part of it: names of strings,
// symbols, numbers and regular expressions are what they contain.

/** Longest constructor name that is shown whole. */
const LONGEST_NAME = 100

/** Types of V8 that are one class each, whatever their nodes are called. */
const WHOLE_TYPES: Readonly<Record<string, string>> = {
  string: '(string)',
  'concatenated string': '(concatenated string)',
  'sliced string': '(sliced string)',
  code: '(compiled code)',
  number: '(number)',
  symbol: '(symbol)',
  bigint: '(bigint)',
  regexp: 'RegExp',
}

/** The class of all nodes of a type, or `null` where it depends on the name. */
export function wholeTypeLabel(type: string): string | null {
  return WHOLE_TYPES[type] ?? null
}

/**
 * The class of a node of a type that `wholeTypeLabel` does not know, e.g. `Map`, `closure put`,
 * `(system) Context`, `(array)`.
 */
export function nodeLabel(type: string, name: string): string {
  if (type === 'closure') return `closure ${name === '' ? '(anonymous)' : shortened(name)}`
  if (name.startsWith('system / ')) return `(system) ${shortened(name.slice(9))}`
  if (type === 'object') return name === '' ? '(anonymous class)' : shortened(name)
  // V8's own tags: `(object elements)`, `(GC roots)`, `Node / Environment`.
  if (type === 'native' && name.includes(' / ')) return shortened(name)
  if (/^\([a-z :+-]+\)$/i.test(name)) return shortened(name)
  return type === 'hidden' ? '(system)' : `(${type})`
}

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`
}
