// One run against what is known about its program. A leaky program must be called `leaking`, a healthy
// one neither `leaking` nor `suspect`; holder, line, cause and isolate are judged on the first finding alone.

import { programText } from './cases.mjs'
import { holderNames, showsHolder } from './holder-names.mjs'
import { placesOf, showsLine, sourceTargets } from './source-lines.mjs'

/** @typedef {import('../../src/protocol/index.ts').Finding} Finding */
/** @typedef {import('../../src/protocol/index.ts').Report} Report */
/** @typedef {import('../../src/protocol/index.ts').IsolateReport} IsolateReport */

/**
 * @typedef {object} Trend what the test behind the trend said of one isolate
 * @property {IsolateReport['role']} role
 * @property {string} shape
 * @property {number} eValue
 * @property {number} alpha
 */

/**
 * @typedef {object} Row one run; `null` means that it cannot be judged
 * @property {string} suite
 * @property {string} case
 * @property {string} twin
 * @property {string} node the line that was asked for, or `current`
 * @property {string | null} version of the Node that ran
 * @property {number} repeat
 * @property {'leak' | 'no leak' | null} expected
 * @property {string | null} expectedCause
 * @property {string | null} expectedHolder
 * @property {string | null} verdict `null` where there is no report
 * @property {boolean | null} right
 * @property {string | null} cause
 * @property {boolean | null} causeRight
 * @property {string | null} holder
 * @property {boolean | null} holderRight
 * @property {string | null} line
 * @property {boolean | null} lineRight
 * @property {string | null} isolate role
 * @property {boolean | null} isolateRight
 * @property {string | null} fingerprint
 * @property {number | null} sharePerMinute growth of the fastest isolate as a share of its first reading
 * @property {readonly Trend[]} trends
 * @property {number} verdictMs until the verdict stood; the whole run where the report does not say
 * @property {number} snapshots
 * @property {number} pauseMs
 * @property {number} findings
 * @property {string | null} says
 * @property {string | null} trouble
 */

/** @typedef {Pick<Row, 'causeRight' | 'holderRight' | 'lineRight' | 'isolateRight'>} Judged */

/** @type {Judged} */
const UNJUDGED = { causeRight: null, holderRight: null, lineRight: null, isolateRight: null }

/**
 * What stopped the program in all: collections that were asked for, and snapshots. Milliseconds.
 *
 * @param {Report | null} report
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
 * The causes that are right for a leaky program; empty where the truth names none.
 *
 * @param {import('./cases.mjs').Case} each
 * @param {string} twin
 * @returns {string[]}
 */
function causesOf(each, twin) {
  const stated = each.expected
    ? (labTwin(each.expected, twin)?.cause ?? each.expected.cause)
    : each.truth?.cause
  return [stated ?? [], each.expected?.otherCauses ?? []].flat()
}

/**
 * The role of the isolate that leaks; `null` where the truth does not tell.
 *
 * @param {import('./cases.mjs').Case} each
 * @param {string} twin
 * @returns {import('./cases.mjs').IsolateRole | null}
 */
function isolateOf(each, twin) {
  if (each.expected) return labTwin(each.expected, twin)?.isolate ?? 'main'
  const { leaky, where } = each.truth ?? {}
  if (leaky?.isolate) return leaky.isolate
  if (where?.startsWith('worker')) return 'worker'
  return where?.startsWith('main') ? 'main' : null
}

/**
 * @param {Report | null} report
 * @returns {(IsolateReport['role'] | undefined)[]} of the isolates that the first finding is in
 */
function rolesOf(report) {
  const finding = report?.findings[0]
  if (!report || !finding) return []
  const ids = [finding.isolate, ...finding.alsoIn]
  return ids.map((id) => report.isolates.find((isolate) => isolate.id === id)?.role)
}

/**
 * The lab states its holder by its exact name and its file, and its line by number and by function.
 *
 * @param {import('./cases.mjs').LabExpectation} expected
 * @param {string} twin
 * @param {Finding | undefined} finding
 * @returns {Pick<Row, 'holderRight' | 'lineRight'>}
 */
function labPlaces(expected, twin, finding) {
  const { holder, holderFile, addedBy } = labTwin(expected, twin) ?? {}
  const named = showsHolder([holder ?? []].flat(), finding)
  const files = finding ? placesOf(finding).map((place) => place.file) : []
  const inFile = holderFile === undefined || files.some((file) => file.endsWith(holderFile))
  const lines = addedBy ? [addedBy.line, addedBy.statementLine ?? addedBy.line] : []
  const targets = addedBy
    ? [
        ...lines.map((line) => ({ file: addedBy.file, line, function: null, packages: [] })),
        { file: addedBy.file, line: null, function: addedBy.function, packages: [] },
      ]
    : []
  return {
    holderRight: named === null ? null : named && inFile,
    lineRight: showsLine(targets, finding),
  }
}

/**
 * @param {import('./cases.mjs').Case} each
 * @param {string} twin
 * @param {Report | null} report
 * @returns {Judged}
 */
function judgedFinding(each, twin, report) {
  const finding = report?.findings[0]
  const causes = causesOf(each, twin)
  const role = isolateOf(each, twin)
  const places = each.expected
    ? labPlaces(each.expected, twin, finding)
    : {
        holderRight: showsHolder(holderNames(each.truth?.holder), finding),
        lineRight: showsLine(sourceTargets(each.truth ?? {}, programText(each.folder)), finding),
      }
  return {
    ...places,
    causeRight: causes.length === 0 ? null : causes.includes(finding?.cause ?? ''),
    isolateRight: role === null ? null : rolesOf(report).includes(role),
  }
}

/** @param {Finding | undefined} finding */
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
 * How fast the fastest isolate grew, as a share of its first reading; `null` without a trend.
 *
 * @param {Report | null} report
 */
function sharePerMinute(report) {
  const shares = (report?.isolates ?? []).flatMap(({ trend, memory }) => {
    if (!trend) return []
    const readings = { 'post-GC floor': memory.floorBytes, 'external memory': memory.externalBytes }
    const series = trend.series === 'RSS' ? memory.rssBytes : readings[trend.series]
    const first = series.find((bytes) => bytes !== null && bytes > 0)
    return first ? [trend.bytesPerHour / 60 / first] : []
  })
  return shares.length === 0 ? null : Math.max(...shares)
}

/**
 * @param {Report | null} report
 * @returns {Trend[]}
 */
function trendsOf(report) {
  return (report?.isolates ?? []).flatMap(({ role, trend }) =>
    trend ? [{ role, shape: trend.shape, eValue: trend.eValue, alpha: trend.alpha }] : [],
  )
}

/**
 * @param {import('./cases.mjs').Case} each
 * @param {string} twin
 */
function truthOf(each, twin) {
  const stated = each.expected ? labTwin(each.expected, twin)?.holder : each.truth?.holder
  return {
    expectedCause: causesOf(each, twin).join(' or ') || null,
    expectedHolder: [stated ?? []].flat().join(' or ') || null,
  }
}

/**
 * @param {import('./cases.mjs').Case} each
 * @param {import('./cases.mjs').Program} program
 * @param {import('./run-program.mjs').Run} run
 * @param {{ node: string, repeat: number }} [of]
 * @returns {Row}
 */
export function judge(each, program, run, { node, repeat } = { node: 'current', repeat: 1 }) {
  const { report } = run
  const finding = report?.findings[0]
  const expected = expectedOf(each, program)
  const verdict = report?.verdict ?? null
  return {
    suite: each.suite,
    case: each.name,
    twin: program.twin,
    node,
    version: report?.target.runtime.version ?? null,
    repeat,
    expected,
    ...truthOf(each, program.twin),
    verdict,
    right: verdictRight(expected, verdict),
    cause: finding?.cause ?? null,
    holder: finding?.holder.description ?? null,
    line: firstLine(finding),
    isolate: rolesOf(report)[0] ?? null,
    fingerprint: finding?.fingerprint ?? null,
    ...(expected === 'leak' ? judgedFinding(each, program.twin, report) : UNJUDGED),
    sharePerMinute: sharePerMinute(report),
    trends: trendsOf(report),
    verdictMs: report?.verdictAtMs ?? report?.target.durationMs ?? run.wallMs,
    snapshots: report?.intrusion?.snapshots.length ?? 0,
    pauseMs: pauseOf(report),
    findings: report?.findings.length ?? 0,
    says: report?.summary ?? null,
    trouble: troubleOf(run),
  }
}
