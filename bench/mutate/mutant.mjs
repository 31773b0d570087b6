// A host with a leak in it: its source with the leak's declarations and one call put where the host has marked
// the places, and what a report on it must say.

/** @typedef {import('./leak-kinds.mjs').LeakKind} LeakKind */

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {string} file that is run
 * @property {string} target file that the leak is put into
 * @property {'main' | 'worker'} isolate that the target runs in
 */

/** @type {readonly Host[]} */
export const HOSTS = [
  { name: 'http-server', file: 'http-server.js', target: 'http-server.js', isolate: 'main' },
  { name: 'queue-worker', file: 'queue-worker.js', target: 'queue-worker.js', isolate: 'main' },
  {
    name: 'parser-pipeline',
    file: 'parser-pipeline.js',
    target: 'parser-pipeline.js',
    isolate: 'main',
  },
  {
    name: 'worker-service',
    file: 'worker-service.js',
    target: 'worker-service-thread.js',
    isolate: 'worker',
  },
]

const DECLARATIONS = /^[ \t]*\/\/ mutate: declarations$/m
const EACH = /^([ \t]*)\/\/ mutate: each$/m

/**
 * The source of a host without the marks: a program that does not leak.
 *
 * @param {string} source
 * @returns {string}
 */
export function unmutated(source) {
  return source.replace(DECLARATIONS, '').replace(EACH, '')
}

/**
 * The source with a leak. Each operation owes so many bytes; whenever they make a unit, one is kept. Throws
 * where the source lacks a mark.
 *
 * @param {string} source
 * @param {LeakKind} kind
 * @param {number} bytesPerOperation
 * @returns {string}
 */
export function mutated(source, kind, bytesPerOperation) {
  if (!DECLARATIONS.test(source) || !EACH.test(source)) throw new Error('a host without marks')
  const { declarations, adder, unitBytes } = kind
  const call = `for (owedBytes += ${bytesPerOperation}; owedBytes >= ${unitBytes}; owedBytes -= ${unitBytes}) ${adder}()`
  return source
    .replace(DECLARATIONS, () => [...declarations, 'let owedBytes = 0'].join('\n'))
    .replace(EACH, (_, indent) => `${indent}${call}`)
}

/**
 * What a report must say of the mutant, in the words of the lab.
 *
 * @param {Host} host
 * @param {LeakKind} kind
 * @param {string} source of the mutant
 * @returns {import('../accuracy/cases.mjs').LabExpectation}
 */
export function expectation(host, kind, source) {
  const lines = source.split('\n')
  const line = 1 + lines.findIndex((text) => text.startsWith(`function ${kind.adder}(`))
  const statementLine = 1 + lines.findIndex((text) => text.trimStart().startsWith('for (owedBytes'))
  const addedBy = { file: host.target, function: kind.adder, line, statementLine }
  return {
    cause: kind.cause,
    leaky: { verdict: 'leaking', holder: kind.holder, isolate: host.isolate, addedBy },
  }
}

/** What a report must say of a host without a leak. */
export const HEALTHY = { healthy: { verdict: ['stable', 'bounded'] } }
