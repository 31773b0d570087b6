// Which runs are to be made, in which order: the repeats outermost, so that a bench that is stopped early has
// seen every program about equally often.

import { basename } from 'node:path'

/**
 * @typedef {object} PlannedRun
 * @property {import('./cases.mjs').Case} case
 * @property {import('./cases.mjs').Program} program
 * @property {string} node line such as `22`, or `current`
 * @property {number} repeat from 1
 */

/**
 * What a run is known by in the log: the same in every invocation.
 *
 * @param {{ suite: string, case: string, twin: string, node: string, repeat: number }} run
 * @returns {string}
 */
export function runKey({ suite, case: name, twin, node, repeat }) {
  return [suite, name, twin, node, repeat].join('/')
}

/**
 * @param {PlannedRun} run
 * @returns {string}
 */
export function keyOf(run) {
  const { program, node, repeat } = run
  return runKey({ suite: run.case.suite, case: run.case.name, twin: program.twin, node, repeat })
}

/**
 * @param {readonly import('./cases.mjs').Case[]} cases
 * @param {Pick<import('./settings.mjs').Settings, 'cases' | 'folders'>} options
 */
function chosen(cases, { cases: names, folders }) {
  const unknown = names.filter((name) => !cases.some((each) => each.name === name))
  if (unknown.length > 0) {
    const suites = folders.map((folder) => basename(folder)).join(', ')
    throw new Error(`no such case in ${suites}: ${unknown.join(', ')}`)
  }
  return names.length === 0 ? cases : cases.filter((each) => names.includes(each.name))
}

/**
 * The runs that are still to be made. Throws where a name is not a case.
 *
 * @param {readonly import('./cases.mjs').Case[]} cases
 * @param {Pick<import('./settings.mjs').Settings, 'cases' | 'folders' | 'twins' | 'nodes' | 'repeat'>} options
 * @param {ReadonlySet<string>} finished keys of runs that need not be made again
 * @returns {PlannedRun[]}
 */
export function plannedRuns(cases, options, finished) {
  const repeats = Array.from({ length: options.repeat }, (_, at) => at + 1)
  const wanted = chosen(cases, options).flatMap((each) =>
    each.programs
      .filter(({ twin }) => options.twins.length === 0 || options.twins.includes(twin))
      .map((program) => ({ case: each, program })),
  )
  return repeats
    .flatMap((repeat) =>
      options.nodes.flatMap((node) => wanted.map((run) => ({ ...run, node, repeat }))),
    )
    .filter((run) => !finished.has(keyOf(run)))
}
