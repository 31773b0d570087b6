// One run against what is known about its program. A leaky program must be called `leaking`, a healthy
// one neither `leaking` nor `suspect`; holder and line are judged on the first finding alone.

import { programText } from './cases.mjs'
import { holderNames, showsHolder } from './holder-names.mjs'
import { placesOf, showsLine, sourceTargets } from './source-lines.mjs'

/**
 * @typedef {object} Row one line of the table; `null` means that it cannot be judged
 * @property {string} case
 * @property {string} twin
 * @property {'leak' | 'no leak' | null} expected
 * @property {string | null} verdict `null` where there is no report
 * @property {boolean | null} right
 * @property {string | null} cause
 * @property {boolean | null} causeRight
 * @property {string | null} holder
 * @property {boolean | null} holderRight
 * @property {string | null} line
 * @property {boolean | null} lineRight
 * @property {number} verdictMs until the verdict stood; the whole run where the report does not say
 * @property {number} snapshots
 * @property {number} pauseMs
 * @property {number} findings
 * @property {string | null} trouble
 */

/**
 * What stopped the program in all: collections that were asked for, and snapshots. Milliseconds.
 *
 * @param {import('../../src/protocol/index.ts').Report | null} report
 */
function pauseOf(report) {
  if (!report?.intrusion) return 0
  const { collectionPauseMs, snapshots } = report.intrusion
  return snapshots.reduce((sum, snapshot) => sum + snapshot.pauseMs, collectionPauseMs)
}

/**
 * @param {import('./cases.mjs').Case} each
 * @param {import('./cases.mjs').Program} program
 * @returns {'leak' | 'no leak' | null}
 */
function expectedOf(each, program) {
  if (!each.expected) return each.truth?.expected_verdict?.[program.file] ?? null
  const twin = labTwin(each.expected, program.twin)
  if (!twin) return null
  return [twin.verdict].flat().includes('leaking') ? 'leak' : 'no leak'
}

/**
 * @param {import('./cases.mjs').LabExpectation} expected
 * @param {string} name
 * @returns {import('./cases.mjs').LabTwin | undefined}
 */
function labTwin(expected, name) {
  const twins = /** @type {Record<string, import('./cases.mjs').LabTwin | undefined>} */ (
    /** @type {unknown} */ (expected)
  )
  return twins[name]
}

/**
 * @param {'leak' | 'no leak' | null} expected
 * @param {string | null} verdict
 * @returns {boolean | null}
 */
export function verdictRight(expected, verdict) {
  if (expected === null) return null
  if (verdict === null) return false
  return expected === 'leak'
    ? verdict === 'leaking'
    : verdict !== 'leaking' && verdict !== 'suspect'
}

/**
 * The lab states its holder by its exact name and its file.
 *
 * @param {import('./cases.mjs').LabExpectation} expected
 * @param {string} twin
 * @param {import('../../src/protocol/index.ts').Finding | undefined} finding
 */
function labFinding(expected, twin, finding) {
  const { holder, holderFile, addedBy } = labTwin(expected, twin) ?? {}
  const named = showsHolder(holder === undefined ? [] : [holder], finding)
  const files = finding ? placesOf(finding).map((place) => place.file) : []
  const inFile = holderFile === undefined || files.some((file) => file.endsWith(holderFile))
  const targets = addedBy
    ? [
        { file: addedBy.file, line: addedBy.line, function: null, packages: [] },
        { file: addedBy.file, line: null, function: addedBy.function, packages: [] },
      ]
    : []
  return {
    causeRight: expected.cause === undefined ? null : finding?.cause === expected.cause,
    holderRight: named === null ? null : named && inFile,
    lineRight: showsLine(targets, finding),
  }
}

/**
 * @param {import('./cases.mjs').Case} each
 * @param {string} twin
 * @param {import('../../src/protocol/index.ts').Finding | undefined} finding
 */
function judgedFinding(each, twin, finding) {
  if (each.expected) return labFinding(each.expected, twin, finding)
  const targets = sourceTargets(each.truth ?? {}, programText(each.folder))
  return {
    causeRight: null,
    holderRight: showsHolder(holderNames(each.truth?.holder), finding),
    lineRight: showsLine(targets, finding),
  }
}

/** @param {import('../../src/protocol/index.ts').Finding | undefined} finding */
function firstLine(finding) {
  const site = finding?.addedBy[0]
  const place = site ?? finding?.holder.source
  if (!place) return null
  return `${place.file}:${place.line}`
}

/** @param {import('./run-program.mjs').Run} run */
function troubleOf(run) {
  if (run.ended.timedOut) return 'time limit'
  if (run.report) return null
  const reason = run.ended.output.trim().split('\n').at(-1) ?? ''
  return `no report, exit ${run.ended.code ?? run.ended.signal}: ${reason}`
}

/**
 * @param {import('./cases.mjs').Case} each
 * @param {import('./cases.mjs').Program} program
 * @param {import('./run-program.mjs').Run} run
 * @returns {Row}
 */
export function judge(each, program, run) {
  const { report } = run
  const finding = report?.findings[0]
  const expected = expectedOf(each, program)
  const verdict = report?.verdict ?? null
  const unjudged = { causeRight: null, holderRight: null, lineRight: null }
  return {
    case: each.name,
    twin: program.twin,
    expected,
    verdict,
    right: verdictRight(expected, verdict),
    cause: finding?.cause ?? null,
    holder: finding?.holder.description ?? null,
    line: firstLine(finding),
    ...(expected === 'leak' ? judgedFinding(each, program.twin, finding) : unjudged),
    verdictMs: report?.verdictAtMs ?? report?.target.durationMs ?? run.wallMs,
    snapshots: report?.intrusion?.snapshots.length ?? 0,
    pauseMs: pauseOf(report),
    findings: report?.findings.length ?? 0,
    trouble: troubleOf(run),
  }
}
