// Whether a finding points at the line that makes the leak. A truth names it in one of three ways: as
// `package/file.js:line`, as an expression of the program (looked up in its files), or as a function.

const NEAR_LINES = 3

/**
 * A place in the report: of the holder, of a step of the path, or of an allocation.
 *
 * @typedef {{ file: string, line: number, function: string | null, package: string | null }} Place
 */

/**
 * What would count as the right line. `packages` is empty for a file of the program itself.
 *
 * @typedef {object} Target
 * @property {string} file as the truth writes it; empty for any file of the program
 * @property {number | null} line
 * @property {string | null} function
 * @property {readonly string[]} packages
 */

/**
 * @param {import('../../src/protocol/index.ts').Finding} finding
 * @returns {Place[]}
 */
export function placesOf(finding) {
  const sources = [finding.holder.source, ...finding.path.map((step) => step.source)]
  const held = sources
    .filter((source) => source !== null && source !== undefined)
    .map((source) => ({ file: source.file, line: source.line, function: null, package: null }))
  return [...held, ...finding.addedBy]
}

/**
 * @param {string} path
 * @returns {string[]} its parts, from the last `node_modules` on
 */
function partsOf(path) {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.')
  return parts.slice(parts.lastIndexOf('node_modules') + 1)
}

/**
 * `name`, `name@1.2.3` and an alias such as `name-1.2.3` are the same package.
 *
 * @param {string} part
 * @param {readonly string[]} packages
 */
function isOneOf(part, packages) {
  return packages.includes(part.replace(/(?<=.)[@-]v?\d.*$/, ''))
}

/**
 * @param {Place} place
 * @param {Target} target
 */
function sameFile(place, target) {
  const shown = partsOf(place.file)
  const foreign = shown.some((part) => isOneOf(part, target.packages))
  const owner = place.package !== null && isOneOf(place.package, target.packages)
  if (target.packages.length === 0) {
    if (place.package !== null || place.file.includes('node_modules')) return false
    if (target.file === '') return true
  } else if (!foreign && !owner) return false
  const wanted = partsOf(target.file)
  const inside = isOneOf(wanted[0] ?? '', target.packages) ? wanted.slice(1) : wanted
  return inside.every((part, at) => shown[shown.length - inside.length + at] === part)
}

/**
 * @param {Place} place
 * @param {Target} target
 */
function isAt(place, target) {
  if (!sameFile(place, target)) return false
  if (target.line !== null) return Math.abs(place.line - target.line) <= NEAR_LINES
  const names = (place.function ?? '').split(/[^\w$]+/)
  return target.function !== null && names.includes(target.function)
}

/**
 * Lines on which an expression stands in a program; blanks and the kind of quote do not matter.
 *
 * @param {string} expression
 * @param {string} text
 * @returns {number[]}
 */
function linesOf(expression, text) {
  /** @param {string} code */
  const plain = (code) => code.replace(/\s+/g, '').replace(/["'`]/g, "'")
  const wanted = plain(expression)
  return text.split('\n').flatMap((line, at) => (plain(line).includes(wanted) ? [at + 1] : []))
}

/**
 * `program: ajv.compile(x) in main()` and its kin. An expression is stronger than the function around it.
 *
 * @param {string} words
 * @param {ReadonlyMap<string, string>} program text by file name
 * @returns {Target[]}
 */
function programTargets(words, program) {
  const own = { packages: [] }
  const expression = words.replace(/\s+in\s+(?:function\s+)?[\w$]+(?:\(\))?\s*$/, '').trim()
  const found = [...program].flatMap(([file, text]) =>
    linesOf(expression, text).map((line) => ({ ...own, file, line, function: null })),
  )
  if (/[.(=]/.test(expression) && found.length > 0) return found
  const file = words.match(/\b[\w-]+\.[cm]?[jt]s\b/)?.[0] ?? ''
  const named = [
    ...words.matchAll(/\bfunction\s+([A-Za-z_$][\w$]*)|(?<![.\w$])([A-Za-z_$][\w$]*)\(\)/g),
  ]
  return named.map((match) => ({
    ...own,
    file,
    line: null,
    function: match[1] ?? match[2] ?? null,
  }))
}

/**
 * `package/lib/file.js:12 (what stands there), name()` and its kin.
 *
 * @param {string} words
 * @param {readonly string[]} packages
 * @param {ReadonlyMap<string, string>} program
 * @returns {Target[]}
 */
function packageTargets(words, packages, program) {
  const position = words.match(/([\w@./-]+\.[cm]?[jt]sx?):(\d+)/)
  const file = position?.[1]
  if (!file) return []
  const owners = program.has(file) && !words.includes(` ${file}`) ? [] : packages
  const bare = words.replace(/\([^()]+\)/g, ' ')
  const functions = [...bare.matchAll(/(?<![.\w$])([A-Za-z_$][\w$]*)\(\)/g)].map(
    (match) => match[1],
  )
  return [
    { file, line: Number(position[2]), function: null, packages: owners },
    ...functions.map((name) => ({ file, line: null, function: name ?? null, packages: owners })),
  ]
}

/**
 * Every place that counts as the right line. Empty where the truth names none.
 *
 * @param {{ source?: string | null, package?: string }} truth
 * @param {ReadonlyMap<string, string>} program text of the program's own files by name
 * @returns {Target[]}
 */
export function sourceTargets(truth, program) {
  if (!truth.source) return []
  const packages = (truth.package ?? '').split(/[\s+,()]+/).filter((name) => name !== '')
  return truth.source.split(/;\s+/).flatMap((words) => {
    const own = words.match(/^\s*program:\s*(.*)$/)
    if (own) return programTargets(own[1] ?? '', program)
    return packageTargets(words, packages, program)
  })
}

/**
 * Whether the finding points at one of the targets; `null` where there is none to compare with.
 *
 * @param {readonly Target[]} targets
 * @param {import('../../src/protocol/index.ts').Finding | undefined} finding
 * @returns {boolean | null}
 */
export function showsLine(targets, finding) {
  if (targets.length === 0) return null
  if (finding === undefined) return false
  return placesOf(finding).some((place) => targets.some((target) => isAt(place, target)))
}
