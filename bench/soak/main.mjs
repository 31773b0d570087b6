// Does the agent leak? Tidemark watches a program that is made of the agent's own parts, run in loops and in fake time, and
// says. Exits with 0 only where the verdict is `stable`.
//
//     npm run bench:soak            SECONDS=300 is the default

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SECONDS = Number(process.env.SECONDS ?? 300)
const HERE = import.meta.dirname

const directory = mkdtempSync(join(tmpdir(), 'tidemark-soak-'))
try {
  const report = join(directory, 'report.json')
  const done = join(directory, 'done.json')
  const program = [join(HERE, 'program.mjs'), String(SECONDS), done]
  const tidemark = [join(HERE, '../../dist/cli/main.js'), 'run', '--json', report, '--']
  spawnSync(process.execPath, [...tidemark, process.execPath, ...program], { stdio: 'inherit' })
  const { verdict } = JSON.parse(readFileSync(report, 'utf8'))
  console.log('\n  part          operations')
  for (const { part, operations, ...more } of JSON.parse(readFileSync(done, 'utf8'))) {
    const rest = Object.entries(more).map(([name, value]) => `${name} ${value}`)
    console.log(
      `  ${part.padEnd(12)}${operations.toLocaleString('en-US').padStart(12)}  ${rest.join(', ')}`,
    )
  }
  process.exitCode = verdict === 'stable' ? 0 : 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
