// The whole test suite on every supported line of Node, each fetched from the registry as a package of
// plain binaries: `npm run test:matrix [-- 22 24]`. Exits with 1 where a line fails.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { NODE_LINES, nodeOfLine } from './node-line.mjs'
import { commandScript, lastWords, runNode, runNpm } from './npm-command.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const LINES = ['22', '24', '26']
const SUITE_LIMIT_MS = 20 * 60_000

/**
 * @typedef {object} Result
 * @property {string} line
 * @property {string} version
 * @property {number} passed
 * @property {number} failed
 * @property {string} trouble empty where the suite ran to its end
 */

/**
 * @param {string} line
 * @returns {Result}
 */
function runLine(line) {
  const node = nodeOfLine(line)
  const version = runNode(['--version'], { cwd: ROOT, node }).stdout.trim()
  const results = join(NODE_LINES, `${line}.json`)
  rmSync(results, { force: true })
  const vitest = commandScript(import.meta.resolve('vitest/package.json'), 'vitest')
  const outcome = runNode([vitest, 'run', '--reporter=json', `--outputFile=${results}`], {
    cwd: ROOT,
    node,
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` },
    limitMs: SUITE_LIMIT_MS,
  })
  if (!existsSync(results))
    return { line, version, passed: 0, failed: 1, trouble: lastWords(outcome) }
  const suite = JSON.parse(readFileSync(results, 'utf8'))
  const names = suite.testResults.flatMap(failuresOf)
  const trouble = outcome.code === 0 ? '' : names.join('\n') || lastWords(outcome)
  const failed = Math.max(suite.numFailedTests, outcome.code === 0 ? 0 : 1)
  return { line, version, passed: suite.numPassedTests, failed, trouble }
}

/**
 * @param {{ name: string, message: string, assertionResults: { status: string, fullName: string }[] }} file
 * @returns {string[]}
 */
function failuresOf(file) {
  const failed = file.assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0 && file.message !== '') return [`${file.name}: ${file.message}`]
  return failed.map((test) => test.fullName)
}

/** @returns {number} the exit code */
function main() {
  const asked = process.argv.slice(2)
  const build = runNpm(['run', '--silent', 'build'], { cwd: ROOT })
  if (build.code !== 0) {
    console.error(`the build failed: ${lastWords(build)}`)
    return 1
  }
  const results = (asked.length > 0 ? asked : LINES).map((line) => {
    console.error(`Node ${line} …`)
    return runLine(line)
  })
  console.log('line  version     passed  failed')
  for (const { line, version, passed, failed } of results) {
    const cells = [line.padEnd(6), version.padEnd(12), String(passed).padStart(6)]
    console.log(`${cells.join('')}${String(failed).padStart(8)}`)
  }
  for (const result of results.filter((each) => each.trouble !== '')) {
    console.log(`\nNode ${result.line}:\n${result.trouble}`)
  }
  return results.some((result) => result.failed > 0) ? 1 : 0
}

process.exitCode = main()
