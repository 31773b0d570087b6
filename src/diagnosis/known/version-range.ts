// Whether a version lies in a range, as far as rules need it: comparators, all of which must hold, and alternatives.

interface Version {
  readonly numbers: readonly number[]
  /** Identifiers of a pre-release; empty for a release. */
  readonly pre: readonly string[]
}

const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$/
const COMPARATOR = /^(<=|>=|<|>|=)?\s*(\S+)$/

/**
 * Whether `version` is in `range`: `*`, or comparators such as `>=6.0.0 <6.15.0`, or several of them parted by `||`.
 * Pre-releases come before their release, as in semver 2.0.0, section 11, and are in a range like any other version.
 * `false` for what is no version or no range. O(length).
 */
export function isInRange(version: string, range: string): boolean {
  const found = parse(version)
  if (found === null) return false
  return range.split('||').some((part) => isInAll(found, part.trim()))
}

function isInAll(version: Version, part: string): boolean {
  if (part === '*') return true
  const comparators = part.split(/\s+/)
  return part !== '' && comparators.every((comparator) => holds(version, comparator))
}

function holds(version: Version, comparator: string): boolean {
  const match = COMPARATOR.exec(comparator)
  const bound = parse(match?.[2] ?? '')
  if (match === null || bound === null) return false
  const order = compare(version, bound)
  switch (match[1]) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    default:
      return order === 0
  }
}

function parse(text: string): Version | null {
  const match = VERSION.exec(text)
  if (match === null) return null
  const pre = match[4] === undefined ? [] : match[4].split('.')
  return { numbers: [Number(match[1]), Number(match[2]), Number(match[3])], pre }
}

function compare(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0
    if (number !== other) return number - other
  }
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length
  for (let i = 0; i < Math.max(a.pre.length, b.pre.length); i++) {
    const order = compareIdentifiers(a.pre[i], b.pre[i])
    if (order !== 0) return order
  }
  return 0
}

/** Numbers come before words, fewer identifiers before more. */
function compareIdentifiers(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined)
    return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1)
  const [one, other] = [isNumber(a), isNumber(b)]
  if (one && other) return Number(a) - Number(b)
  if (one !== other) return one ? -1 : 1
  if (a === b) return 0
  return a < b ? -1 : 1
}

function isNumber(identifier: string): boolean {
  return /^\d+$/.test(identifier)
}
