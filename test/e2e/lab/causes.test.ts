// Every case of the lab as a real process: the leaky program's finding has the cause that the case is about, the healthy
// one is left alone. Runs are short, so that a leak may still be a suspect; `bench/accuracy` judges the verdicts.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LAB, report } from '../../support/run-tidemark.ts'

interface LabCase {
  readonly cause?: string
  readonly programs: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

const LEAKY_SECONDS = '22'
const HEALTHY_SECONDS = '12'

const names = readdirSync(LAB, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

function labCase(name: string): LabCase {
  return JSON.parse(readFileSync(join(LAB, name, 'expected.json'), 'utf8')) as LabCase
}

async function runTwin(name: string, file: string, seconds: string) {
  const { nodeArgs = [] } = labCase(name)
  const program = [...nodeArgs, join(LAB, name, file)]
  const run = await report(['--', process.execPath, ...program], { env: { SECONDS: seconds } })
  return run.report
}

describe.concurrent('the lab', () => {
  for (const name of names) {
    const { cause, programs } = labCase(name)
    for (const [twin, file] of Object.entries(programs)) {
      if (twin === 'leaky' && cause !== undefined) {
        it(`${name}: the finding's cause is ${cause}`, async () => {
          const { findings, verdict, summary } = await runTwin(name, file, LEAKY_SECONDS)
          expect(findings[0]?.cause, `${verdict}: ${summary}`).toBe(cause)
        })
      } else if (twin !== 'leaky') {
        it(`${name}: the ${twin} program is not accused`, async () => {
          const { findings, verdict, summary } = await runTwin(name, file, HEALTHY_SECONDS)
          expect(['stable', 'bounded', 'inconclusive'], summary).toContain(verdict)
          expect(findings).toEqual([])
        })
      }
    }
  }
})
