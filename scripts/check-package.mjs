// The package as a user gets it: packed, read by publint and attw, installed into an empty project, and
// put to work there. Prints one line a check and `N passed, N failed` at the end; exits with 1 on failure.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { commandScript, lastWords, runNode, runNpm } from './npm-command.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const LARGEST_INSTALL_BYTES = 20 * 1024 * 1024
const MOST_PACKAGES = 25
const LEAK_LIMIT_MS = 150_000
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

// Grows by about 1 MB a second in a Map that is never emptied.
const LEAKY_PROGRAM = `
const sessions = new Map()
let next = 0
const timer = setInterval(() => {
  for (let i = 0; i < 10; i++) sessions.set(next++, { name: 'user ' + next, data: Array(100).fill(next) })
}, 10)
setTimeout(() => clearInterval(timer), 40_000)
`

/**
 * What is wrong, one text each; empty where a check passes.
 *
 * @typedef {string[]} Problems
 */

/**
 * @typedef {object} Workplace
 * @property {string} folder private, removed at the end
 * @property {string} tarball
 * @property {readonly string[]} files of the tarball
 * @property {string} project an empty project with the tarball installed
 */

/** @param {string} folder */
function bytesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/**
 * @param {string} folder
 * @returns {Workplace}
 */
function packAndInstall(folder) {
  const build = runNpm(['run', '--silent', 'build'], { cwd: ROOT })
  if (build.code !== 0) throw new Error(`the build failed: ${lastWords(build)}`)
  const packed = runNpm(['pack', '--json', '--pack-destination', folder], { cwd: ROOT })
  if (packed.code !== 0) throw new Error(`npm pack failed: ${lastWords(packed)}`)
  const [pack] = JSON.parse(packed.stdout)
  const tarball = join(folder, pack.filename)
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }\n')
  const install = ['install', '--no-audit', '--no-fund', tarball]
  const installed = runNpm(install, { cwd: project })
  if (installed.code !== 0) throw new Error(`npm install failed: ${lastWords(installed)}`)
  const files = pack.files.map((/** @type {{ path: string }} */ file) => file.path)
  return { folder, tarball, files, project }
}

/**
 * @param {Workplace} workplace
 * @returns {Promise<Problems>}
 */
async function publintProblems({ tarball }) {
  const bytes = readFileSync(tarball)
  const copy = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  const { messages } = await publint({ pack: { tarball: copy }, strict: true })
  return messages.map((message) => formatMessage(message, MANIFEST) ?? message.code)
}

/**
 * @param {Workplace} workplace
 * @returns {Problems}
 */
function typeProblems({ tarball, folder }) {
  const attw = commandScript(import.meta.resolve('@arethetypeswrong/cli/package.json'), 'attw')
  const args = [
    attw,
    tarball,
    '--profile',
    'esm-only',
    '--no-definitely-typed',
    '--format',
    'ascii',
  ]
  const outcome = runNode([...args, '--no-color', '--no-emoji'], { cwd: folder })
  return outcome.code === 0 ? [] : [lastWords(outcome)]
}

/**
 * @param {Workplace} workplace
 * @returns {Problems}
 */
function contentProblems({ files }) {
  const stale = files
    .filter((file) => /^dist\/.*\.[cm]?js$/.test(file))
    .filter((file) => {
      const source = file.replace(/^dist/, 'src')
      const candidates = [source, source.replace(/js$/, 'ts'), source.replace(/js$/, 'tsx')]
      return !candidates.some((candidate) => existsSync(join(ROOT, candidate)))
    })
    .map((file) => `${file} has no source: left over from an earlier build`)
  const strays = files
    .filter((file) => /(?:^|\/)(?:test|node_modules)\/|\.tsbuildinfo$|\.test\./.test(file))
    .map((file) => `${file} does not belong into the package`)
  return [...stale, ...strays]
}

/**
 * @param {Workplace} workplace
 * @returns {Problems}
 */
function sizeProblems({ project }) {
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'))
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
  const bytes = bytesBelow(join(project, 'node_modules'))
  const megabytes = (bytes / 1024 / 1024).toFixed(1)
  console.log(`      ${packages.length} packages, ${megabytes} MB`)
  const scripts = packages
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([path]) => `${path} runs a script when it is installed`)
  return [
    ...(packages.length > MOST_PACKAGES ? [`${packages.length} packages`] : []),
    ...(bytes > LARGEST_INSTALL_BYTES ? [`${megabytes} MB`] : []),
    ...scripts,
  ]
}

/**
 * @param {Workplace} workplace
 * @returns {Problems}
 */
function doorProblems({ project }) {
  return Object.entries(MANIFEST.exports).flatMap(([door, target]) => {
    if (typeof target === 'string') return []
    const name = `${MANIFEST.name}${door.slice(1)}`
    const script = `import(${JSON.stringify(name)}).then((door) => Object.keys(door).length)`
    const outcome = runNode(['--input-type=module', '--eval', script], { cwd: project })
    return outcome.code === 0 ? [] : [`import '${name}': ${lastWords(outcome)}`]
  })
}

/**
 * @param {Workplace} workplace
 * @returns {Problems}
 */
function leakProblems({ project }) {
  writeFileSync(join(project, 'leaky.js'), LEAKY_PROGRAM)
  const command = ['exec', '--no', '--', 'tidemark', 'run', '--json', 'report.json', 'leaky.js']
  const outcome = runNpm(command, { cwd: project, limitMs: LEAK_LIMIT_MS })
  if (!existsSync(join(project, 'report.json'))) return [`no report: ${lastWords(outcome)}`]
  const report = JSON.parse(readFileSync(join(project, 'report.json'), 'utf8'))
  const holder = report.findings[0]?.holder.name
  return [
    ...(report.verdict === 'leaking' ? [] : [`verdict ${report.verdict}: ${report.summary}`]),
    ...(holder === 'sessions' ? [] : [`holder ${holder} in place of sessions`]),
    ...(outcome.code === 1 ? [] : [`exit code ${outcome.code} in place of 1`]),
  ]
}

/** @returns {Promise<number>} how many checks failed */
async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-package-'))
  const checks = [
    { name: 'publint has nothing to say', run: publintProblems },
    { name: 'types resolve in every way an ESM package can be imported', run: typeProblems },
    { name: 'the tarball holds what was built from the source, no more', run: contentProblems },
    { name: 'it installs within 20 MB and 25 packages, without a script', run: sizeProblems },
    { name: 'every door can be imported', run: doorProblems },
    { name: 'npx tidemark run finds a leak', run: leakProblems },
  ]
  let failed = 0
  try {
    const workplace = packAndInstall(folder)
    for (const check of checks) {
      const problems = await check.run(workplace)
      console.log(`${problems.length === 0 ? 'ok   ' : 'FAIL '} ${check.name}`)
      for (const problem of problems) console.log(`      ${problem.replaceAll('\n', '\n      ')}`)
      if (problems.length > 0) failed++
    }
  } catch (error) {
    console.log(`FAIL  ${error instanceof Error ? error.message : String(error)}`)
    failed = checks.length
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  console.log(`${checks.length - failed} passed, ${failed} failed`)
  return failed
}

process.exitCode = (await main()) > 0 ? 1 : 0
