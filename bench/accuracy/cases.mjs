// Which programs to run and what is known about them. A corpus case is a folder with `package.json`,
// `leaky.js` and/or `healthy.js`, and mostly `truth.json`; a lab case has `expected.json` instead.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * @typedef {object} Truth the fields of `truth.json` that are judged by
 * @property {string} [package]
 * @property {string | readonly string[]} [cause]
 * @property {string | null} [where]
 * @property {{ isolate?: IsolateRole }} [leaky]
 * @property {string | null} [holder]
 * @property {string | null} [source]
 * @property {Readonly<Record<string, 'leak' | 'no leak'>>} [expected_verdict]
 */

/** @typedef {import('../../src/protocol/index.ts').IsolateReport['role']} IsolateRole */

/**
 * @typedef {object} LabTwin what a report of one program of a lab case must say
 * @property {string | readonly string[]} verdict
 * @property {string | readonly string[]} [cause] where it differs from that of the case
 * @property {IsolateRole} [isolate] role of the isolate that must carry the finding; `main` where not said
 * @property {string | readonly string[]} [holder]
 * @property {string} [holderFile]
 * @property {{ file: string, function: string, line: number, statementLine?: number } | null} [addedBy]
 */

/**
 * @typedef {object} LabFacts `expected.json` of a lab case, beside its twins
 * @property {string | readonly string[] | null} [cause] several where more than one is right
 * @property {readonly string[]} [otherCauses] what the mistake can be called as well
 * @property {Readonly<Record<string, string>>} [programs] file by twin
 * @property {readonly string[]} [nodeArgs]
 */

/** @typedef {LabFacts & { leaky?: LabTwin, healthy?: LabTwin }} LabExpectation */

/**
 * @typedef {object} Program
 * @property {string} twin `leaky`, `healthy`, or what the lab case calls it
 * @property {string} file
 * @property {readonly string[]} nodeArgs
 */

/**
 * @typedef {object} Case
 * @property {string} suite name of the folder that the case stands in
 * @property {string} name
 * @property {string} folder
 * @property {readonly Program[]} programs leaky first
 * @property {Truth | null} truth
 * @property {LabExpectation | null} expected
 */

const TWINS = ['leaky', 'healthy']
const ENDINGS = ['.js', '.mjs', '.cjs']

/**
 * @template T
 * @param {string} file
 * @returns {T | null} `null` where the file does not exist
 */
function readJson(file) {
  if (!existsSync(file)) return null
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * @param {string} folder
 * @param {LabExpectation | null} expected
 * @returns {Program[]}
 */
function programsOf(folder, expected) {
  const nodeArgs = expected?.nodeArgs ?? []
  if (expected?.programs) {
    return Object.entries(expected.programs).map(([twin, file]) => ({ twin, file, nodeArgs }))
  }
  return TWINS.flatMap((twin) => {
    const ending = ENDINGS.find((each) => existsSync(join(folder, twin + each)))
    return ending === undefined ? [] : [{ twin, file: twin + ending, nodeArgs }]
  })
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {Case}
 */
function readCase(root, name) {
  const folder = join(root, name)
  const expected = /** @type {LabExpectation | null} */ (readJson(join(folder, 'expected.json')))
  const truth = /** @type {Truth | null} */ (readJson(join(folder, 'truth.json')))
  const suite = basename(root)
  return { suite, name, folder, programs: programsOf(folder, expected), truth, expected }
}

/**
 * The cases of a folder in order of name.
 *
 * @param {string} folder
 * @returns {Case[]}
 */
export function casesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .map((name) => readCase(folder, name))
    .filter((each) => each.programs.length > 0)
}

/**
 * The text of a case's own files by name, without those of the healthy twin.
 *
 * @param {string} folder
 * @returns {ReadonlyMap<string, string>}
 */
export function programText(folder) {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name) && !entry.name.startsWith('healthy.'),
  )
  return new Map(files.map((entry) => [entry.name, readFileSync(join(folder, entry.name), 'utf8')]))
}
