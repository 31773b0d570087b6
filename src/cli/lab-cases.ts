// The lab's cases, as their `expected.json` describes them.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { TidemarkError } from '../protocol/index.ts'

export interface LabCase {
  readonly name: string
  readonly title: string
  readonly cause: string | null
  readonly explanation: string
  readonly fix: string
  readonly directory: string
  /** Programs by twin, e.g. `{ leaky: 'leaky.js', healthy: 'healthy.js' }`. */
  readonly programs: Readonly<Record<string, string>>
  /** Flags for node itself, e.g. a heap limit. */
  readonly nodeArgs: readonly string[]
}

const ROOT = fileURLToPath(new URL('../../lab/', import.meta.url))

/** All cases by name, in alphabetical order. */
export function labCases(): LabCase[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, entry.name, 'expected.json')))
    .map((entry) => readCase(entry.name))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** One case; a usage error that lists the names where there is none. */
export function labCase(name: string): LabCase {
  const cases = labCases()
  const found = cases.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new TidemarkError('USAGE', `there is no lab case named ${JSON.stringify(name)}`, {
    hint: `the cases are: ${cases.map((one) => one.name).join(', ')}`,
  })
}

function readCase(name: string): LabCase {
  const directory = join(ROOT, name)
  const text = readFileSync(join(directory, 'expected.json'), 'utf8')
  const expected = JSON.parse(text) as Partial<LabCase>
  return {
    name,
    title: expected.title ?? name,
    cause: expected.cause ?? null,
    explanation: expected.explanation ?? '',
    fix: expected.fix ?? '',
    directory,
    programs: expected.programs ?? { leaky: 'leaky.js', healthy: 'healthy.js' },
    nodeArgs: expected.nodeArgs ?? [],
  }
}
