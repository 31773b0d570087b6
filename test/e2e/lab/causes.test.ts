// Every case of the lab as a real process: the leaky program's finding has the cause that the case is about, the healthy
// one is left alone. Runs are short, so that a leak may still be a suspect; `bench/accuracy` judges the verdicts.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import type { Report } from '../../../src/protocol/index.ts'
import { LAB, report } from '../../support/run-tidemark.ts'

interface LabCase {
  readonly cause?: string
  readonly programs: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

const LEAKY_SECONDS = '28'
const HEALTHY_SECONDS = '10'

/** It starves its event loop, takes longer, and has a test of its own. */
const STARVED = 'recursion'

const names = readdirSync(LAB, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== STARVED)
  .map((entry) => entry.name)

function labCase(name: string): LabCase {
  return JSON.parse(readFileSync(join(LAB, name, 'expected.json'), 'utf8')) as LabCase
}

interface Twin {
  readonly name: string
  readonly twin: string
  readonly file: string
  readonly cause: string | null
  readonly nodeArgs: readonly string[]
}

const twins: readonly Twin[] = names.flatMap((name) => {
  const { cause = null, programs, nodeArgs = [] } = labCase(name)
  return Object.entries(programs).map(([twin, file]) => ({ name, twin, file, cause, nodeArgs }))
})

async function reportOf({ name, file, nodeArgs }: Twin, seconds: string): Promise<Report> {
  const program = [process.execPath, ...nodeArgs, join(LAB, name, file)]
  return (await report(['--', ...program], { env: { SECONDS: seconds } })).report
}

describe.concurrent('the lab', () => {
  it.for(twins.filter(({ twin }) => twin === 'leaky'))(
    '$name, leaky: a finding of the cause $cause comes first',
    async (one, { expect }) => {
      const { findings } = await reportOf(one, LEAKY_SECONDS)
      expect(findings.map((finding) => finding.cause)[0]).toBe(one.cause)
    },
  )

  it.for(twins.filter(({ twin }) => twin !== 'leaky'))(
    '$name, $twin: nobody is accused',
    async (one, { expect }) => {
      const { findings, verdict } = await reportOf(one, HEALTHY_SECONDS)
      expect({ verdict, findings }).toEqual({
        verdict: expect.stringMatching(/^(?:stable|bounded|inconclusive)$/),
        findings: [],
      })
    },
  )
})
