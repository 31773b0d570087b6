// Which functions have run, by what V8 counts anyway: it is asked for coverage without being told to measure any.
// A count is certain. Its absence is not: V8 counts by function object, so a function that ran and was collected, or
// whose module's own function was, looks like one that never ran. So only those that ran are told.

import type { FunctionRun } from '../protocol/index.ts'
import { localSession } from './inspector-session.cts'

const MOST_FUNCTIONS = 2000
const NAME_LIMIT = 200

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly {
        readonly startOffset: number
        readonly endOffset: number
        readonly count: number
      }[]
    }[]
  }[]
}

/** Costs one walk over the heap, without a collection. Throws where there is no inspector. */
export function functionRuns(urls: readonly string[]): FunctionRun[] {
  const wanted = new Set(urls)
  const { result } = localSession().post('Profiler.getBestEffortCoverage', {}) as Coverage
  const runs: FunctionRun[] = []
  for (const { url, functions } of result) {
    if (!wanted.has(url)) continue
    for (const { functionName, ranges } of functions) {
      const range = ranges[0]
      if (range === undefined || range.count === 0 || runs.length >= MOST_FUNCTIONS) continue
      const { startOffset, endOffset } = range
      runs.push({ url, name: functionName.slice(0, NAME_LIMIT), startOffset, endOffset, ran: true })
    }
  }
  return runs
}
