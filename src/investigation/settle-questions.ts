// The settle test of each lead that may end in a verdict: marks its objects in the live process, waits, and counts
// who is left. A lead is followed by its fingerprint, for its holder's number changes where it is replaced as it grows.

import { fingerprint, settleKey } from '../diagnosis/index.ts'
import type { Lead } from '../diagnosis/index.ts'
import type { SettleResult } from '../protocol/index.ts'
import type { LiveAnswers } from './live-answers.ts'
import type { LiveProbe } from './live-probe.ts'

/** Between marking and counting: long enough for requests, queues and finalizers to come to their end, ms. */
const WAIT_MS = 2500
/** A reading sooner than this after the marking says nothing, ms. */
const SHORTEST_WAIT_MS = 1000
/** Below this share alive the test is made again, once more snapshots know more. */
const CLEAR_SHARE = 0.9
/** Lookups that one test may need: the holder and its examples. */
const MOST_LOOKUPS = 4
const MOST_TESTS_OF_A_LEAD = 3

interface Test {
  readonly number: number
  readonly markedAtMs: number
  readonly times: number
  /** How many snapshots the lead was seen in when it was marked. */
  readonly snapshots: number
  /** `null` until it is read; kept while the test is made again. */
  readonly result: SettleResult | null
  readonly isOpen: boolean
}

export interface SettleContext {
  readonly probe: LiveProbe
  readonly nowMs: () => number
  /** Whether so many lookups fit the budget now. */
  readonly fits: (lookups: number) => boolean
  readonly spent: (pauseMs: number, lookups: number) => void
}

/** The tests of one isolate. */
export class SettleQuestions {
  readonly #context: SettleContext
  readonly #tests = new Map<string, Test>()
  #numbers = 0

  constructor(context: SettleContext) {
    this.#context = context
  }

  /** Marks the leads that want it, and counts those whose time is over. Rejects where the process does not answer. */
  async ask(leads: readonly Lead[]): Promise<void> {
    for (const lead of leads) if (this.#isWanted(lead)) await this.#mark(lead)
    const { nowMs } = this.#context
    const isDue = [...this.#tests.values()].some(
      (test) => test.isOpen && nowMs() - test.markedAtMs >= WAIT_MS,
    )
    if (isDue) await this.#read()
  }

  /** Counts again what was marked, however long ago. */
  async readAgain(): Promise<void> {
    if (this.#tests.size > 0) await this.#read()
  }

  /** Results of the leads, and the keys of those without one yet. */
  answers(leads: readonly Lead[]): Pick<LiveAnswers, 'settled' | 'settling'> {
    const settled: Record<number, SettleResult> = {}
    const settling: number[] = []
    for (const lead of leads) {
      const key = settleKey(lead)
      const test = this.#tests.get(fingerprint(lead))
      if (key === 0) continue
      if (test !== undefined && test.result !== null) settled[key] = test.result
      if (test === undefined ? this.#isWanted(lead) : test.isOpen && test.result === null)
        settling.push(key)
    }
    return { settled, settling }
  }

  #isWanted(lead: Lead): boolean {
    if (settleKey(lead) === 0 || !this.#context.fits(MOST_LOOKUPS)) return false
    const test = this.#tests.get(fingerprint(lead))
    if (test === undefined) return true
    if (test.isOpen || test.times >= MOST_TESTS_OF_A_LEAD) return false
    const isClear = test.result !== null && test.result.alive >= CLEAR_SHARE * test.result.marked
    return !isClear && lead.population.length > test.snapshots
  }

  async #mark(lead: Lead): Promise<void> {
    const { probe, nowMs, spent } = this.#context
    const key = fingerprint(lead)
    const before = this.#tests.get(key)
    const number = before?.number ?? (this.#numbers += 1)
    const test: Test = {
      number,
      markedAtMs: nowMs(),
      times: (before?.times ?? 0) + 1,
      snapshots: lead.population.length,
      result: before?.result ?? null,
      isOpen: false,
    }
    // Closed first: a question that fails is not asked for ever.
    this.#tests.set(key, test)
    const { holder, exampleIds } = lead
    const ids = { holderId: holder.objectId, exampleIds: exampleIds.slice(0, MOST_LOOKUPS - 1) }
    const { marked, pauseMs } = await probe.startSettle(number, ids)
    spent(pauseMs, MOST_LOOKUPS)
    this.#tests.set(key, { ...test, markedAtMs: nowMs(), isOpen: marked > 0 })
  }

  async #read(): Promise<void> {
    const { probe } = this.#context
    const open = [...this.#tests].filter(([, test]) => test.isOpen || test.result !== null)
    for (const [key, test] of open) this.#tests.set(key, { ...test, isOpen: false })
    const { tests } = await probe.readSettled()
    for (const [key, test] of open) {
      const found = tests[test.number]
      const isTold = found !== undefined && found.waitedMs >= SHORTEST_WAIT_MS
      const result = isTold ? found : test.result
      this.#tests.set(key, { ...test, isOpen: false, result })
    }
  }
}
