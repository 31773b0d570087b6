// From the words in which a truth names the holder to the identifiers that a report must show.
// Only identifiers that could not stand in any other program's path count: `abortListeners` does, `Map`
// and `listener` do not. Everything after the first `->` is what the holder holds, not the holder.

const GENERIC = new Set(
  [
    'array arraybuffer buffer context closure code constructor function generator global globalthis list map',
    'module modules native node number object objects promise proxy queue regexp set string strings symbol',
    'system table variable variables weakmap weakref weakset listener listeners handler handlers callback',
    'callbacks event events kevents _events eventemitter eventtarget emitter process program thread worker',
    'watch signal stop config options state data value values item items entry entries key keys result scope self',
    'instance class property cache promisereaction reaction chain main this exports prototype root roots heap',
    'fs net tls dns http https zlib url util os path environment internal weak slice sliced parent field member static shared local level the a an of in',
  ].flatMap((line) => line.split(' ')),
)

const IDENTIFIER = /[A-Za-z_$][\w$]*/g
const KIND =
  '(?:array|map|set|weakmap|weakset|object|list|queue|table|variable|cache|registry|record|buffer|collection)'

/** @param {string} word */
function isGeneric(word) {
  return GENERIC.has(word.toLowerCase())
}

/**
 * Whether a bare word can only be an identifier: an inner capital, an underscore or a dollar sign.
 *
 * @param {string} word
 */
function looksLikeCode(word) {
  return /[a-z\d][A-Z]|_|\$/.test(word)
}

/**
 * Drops file names and hyphenated package names, whose parts would pass for identifiers.
 *
 * @param {string} text
 */
function withoutFiles(text) {
  return text
    .replace(/\S*\/\S*/g, ' ')
    .replace(/\S+\.(?:[cm]?[jt]sx?|json)(?::\d+)?\b/g, ' ')
    .replace(/\b\w+(?:-\w+)+(?:\.\w+)?\b/g, ' ')
}

/**
 * The last telling member of each chain such as `ajv.scope._values`, `CancelToken#promise` or ` .jobs`.
 *
 * @param {string} text
 */
function membersOf(text) {
  return [...text.matchAll(/[\w$]*(?:[.#][A-Za-z_$][\w$]*)+/g)].flatMap((chain) => {
    const telling = (chain[0].match(IDENTIFIER) ?? []).filter((name) => !isGeneric(name))
    return telling.slice(-1)
  })
}

/**
 * Plain words that are named as a thing: `timers object`, `pending (Map)`, `variable sessions`.
 *
 * @param {string} text
 */
function namedThings(text) {
  const before = new RegExp(`\\b([A-Za-z_$][\\w$]*)\\s+\\(?${KIND}\\b`, 'gi')
  const after = new RegExp(`\\b${KIND}\\s+([A-Za-z_$][\\w$]*)`, 'gi')
  const subject = /^\s*([A-Za-z_$][\w$]*)\s*(?:\(|$)/g
  return [before, after, subject]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => match[1] ?? '')
    .filter((name) => name === name.toLowerCase() || looksLikeCode(name))
}

/** @param {string} text */
function namesIn(text) {
  const quoted = [...text.matchAll(/['"`]([A-Za-z_$][\w$]*)['"`]/g)].map((match) => match[1] ?? '')
  const plain = withoutFiles(text)
  const chains = plain.replace(/[\w$]*(?:[.#][A-Za-z_$][\w$]*)+/g, ' ')
  const code = (chains.match(IDENTIFIER) ?? []).filter(looksLikeCode)
  const names = [...quoted, ...membersOf(plain), ...code, ...namedThings(chains)]
  return [...new Set(names)].filter((name) => name.length > 1 && !isGeneric(name))
}

/**
 * The identifiers of which a report must show one to have named the holder. Empty where the words name
 * none, and then a run cannot be judged on its holder.
 *
 * @param {string | null | undefined} holder as `truth.json` words it
 * @returns {string[]}
 */
export function holderNames(holder) {
  if (!holder) return []
  const parts = holder.split(/\s*(?:->|→|;)\s*/)
  const named = parts.map(namesIn).find((names) => names.length > 0)
  return named ?? []
}

/**
 * Every identifier that a finding shows as its holder or on its path: names of steps and classes, whole
 * and case-sensitive; never words of its prose.
 *
 * @param {import('../../src/protocol/index.ts').Finding} finding
 * @returns {Set<string>}
 */
function shownNames(finding) {
  const shown = [finding.holder.name, finding.holder.className]
  for (const step of finding.path) shown.push(step.name, step.to)
  return new Set(shown.flatMap((text) => text.match(IDENTIFIER) ?? []))
}

/**
 * Whether the finding names the holder; `null` where the truth gives nothing to compare with.
 *
 * @param {readonly string[]} names from `holderNames`
 * @param {import('../../src/protocol/index.ts').Finding | undefined} finding
 * @returns {boolean | null}
 */
export function showsHolder(names, finding) {
  if (names.length === 0) return null
  if (finding === undefined) return false
  const shown = shownNames(finding)
  return names.some((name) => shown.has(name))
}
