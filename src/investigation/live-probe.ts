// What only a process whose event loop turns can be asked: about particular objects, resources and functions.

import type {
  FieldsResult,
  FunctionRunsResult,
  ResourceStacksResult,
  SettleReading,
  SettleStart,
} from '../protocol/index.ts'
import type { Isolate } from '../target/index.ts'

/** Lookups of objects walk the heap, so they may take long; those that read what is there do not. */
const LOOKUP_ANSWER_MS = 60_000
const ANSWER_MS = 20_000
const MOST_RESOURCES = 1000

/** Rejects where the program has ended, is silent, or refuses. */
export interface LiveProbe {
  /** Marks objects for a settle test, to be read under the same number. */
  startSettle(
    test: number,
    ids: { readonly holderId: number; readonly exampleIds: readonly number[] },
  ): Promise<SettleStart>
  /** All settle tests, after two forced collections. */
  readSettled(): Promise<SettleReading>
  readFields(objectIds: readonly number[], fields: readonly string[]): Promise<FieldsResult>
  functionRuns(urls: readonly string[]): Promise<FunctionRunsResult>
  /** Takes the stacks of further resources of these types until stopped. */
  startResourceStacks(types: readonly string[]): Promise<void>
  stopResourceStacks(): Promise<ResourceStacksResult>
}

/** The questions as commands to one isolate's agent. */
export function agentLiveProbe(isolate: Isolate): LiveProbe {
  const patient = { timeoutMs: LOOKUP_ANSWER_MS }
  const brief = { timeoutMs: ANSWER_MS }
  return {
    startSettle: (test, ids) => isolate.command('settle-start', { test, ...ids }, patient),
    readSettled: () => isolate.command('settle-read', {}, patient),
    readFields: (objectIds, fields) =>
      isolate.command('read-fields', { objectIds, fields }, patient),
    functionRuns: (urls) => isolate.command('function-runs', { urls }, brief),
    async startResourceStacks(types) {
      const options = { types, everyNth: 1, maximum: MOST_RESOURCES }
      await isolate.command('resource-stacks-start', options, brief)
    },
    stopResourceStacks: () => isolate.command('resource-stacks-stop', {}, brief),
  }
}
