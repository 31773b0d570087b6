// What the live process has answered about the leads, as the evidence wants it.

import type { FunctionRun, ResourceSite } from '../protocol/index.ts'
import type { LiveFacts, SettledLead } from '../diagnosis/index.ts'

export interface LiveAnswers {
  readonly fields: LiveFacts['fields']
  readonly limits: LiveFacts['limits']
  readonly limitless: readonly string[]
  /** Settle tests by the leads' settle keys. */
  readonly settled: Readonly<Record<number, SettledLead>>
  /** Keys of the leads whose settle test is not over yet. */
  readonly settling: readonly number[]
  readonly resourceSites: readonly ResourceSite[]
  readonly functionRuns: readonly FunctionRun[]
}

/** Where nothing was asked. */
export const NO_ANSWERS: LiveAnswers = {
  fields: {},
  limits: {},
  limitless: [],
  settled: {},
  settling: [],
  resourceSites: [],
  functionRuns: [],
}

/** What the asking cost the program. */
export interface QuestionCost {
  /** Milliseconds that the program stood still for lookups. */
  readonly pauseMs: number
  /** Resource types whose creation was watched, how many stacks were taken, and the time spent on that. */
  readonly types: readonly string[]
  readonly looked: number
  readonly costMs: number
}
