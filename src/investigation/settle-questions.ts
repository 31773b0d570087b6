// The settle test of each lead that may end in a verdict: marks its objects in the live process, waits, and counts
// who is left. A lead is known by its holder, and where that was replaced since, as some are that grow, by its fingerprint.

import { fingerprint, grownShare, settleKey } from '../diagnosis/index.ts'
import type { Lead, SettledLead } from '../diagnosis/index.ts'
import type { LiveAnswers } from './live-answers.ts'
import type { LiveProbe } from './live-probe.ts'

/** Between marking and counting: long enough for requests, queues and finalizers to come to their end, ms. */
const WAIT_MS = 2500
/** And once more after so long, ms: where no further snapshot fits, this is what else can be known. */
const LONG_WAIT_MS = 5500
/** A reading sooner than this after the marking says nothing, ms. */
const SHORTEST_WAIT_MS = 1000
/** Lookups that one test may need: the holder and its examples. */
const MOST_LOOKUPS = 4
/** Where less than this share had grown, it is marked again once more has. */
const TELLING_SHARE = 0.5

interface Test {
  readonly number: number
  readonly fingerprint: string
  readonly markedAtMs: number
  /** How many snapshots there were when it was counted last; 0 since it was marked. */
  readonly snapshots: number
  readonly grownShare: number
  /** `null` until it is counted. */
  readonly result: SettledLead | null
  /** Whether anything is marked that can be counted. */
  readonly isOpen: boolean
}

export interface SettleContext {
  readonly probe: LiveProbe
  readonly nowMs: () => number
  /** How many lookups of objects the budget allows now. */
  readonly lookups: () => number
  readonly spent: (pauseMs: number, lookups: number) => void
}

/** The tests of one isolate. */
export class SettleQuestions {
  readonly #context: SettleContext
  /** By the settle keys of their leads. */
  readonly #tests = new Map<number, Test>()
  #numbers = 0

  constructor(context: SettleContext) {
    this.#context = context
  }

  /**
   * Marks the leads that want it, and counts who is left: after a while, after a longer one, and again after each further
   * snapshot, for the longer the wait, the more a long queue has moved on. Rejects where the process does not answer.
   */
  async ask(leads: readonly Lead[]): Promise<void> {
    this.#follow(leads)
    for (const lead of leads) if (this.#isWanted(lead)) await this.#mark(lead)
    if (leads.some((lead) => this.#isDue(lead))) await this.#count(leads)
  }

  /** Counts what is marked, however short ago. */
  async countNow(leads: readonly Lead[]): Promise<void> {
    if ([...this.#tests.values()].some((test) => test.isOpen)) await this.#count(leads)
  }

  /** Results of the leads, and the keys of those without one yet. */
  answers(leads: readonly Lead[]): Pick<LiveAnswers, 'settled' | 'settling'> {
    this.#follow(leads)
    const settled: Record<number, SettledLead> = {}
    const settling: number[] = []
    for (const lead of leads) {
      const key = settleKey(lead)
      const test = this.#tests.get(settleKey(lead))
      if (key === 0) continue
      if (test !== undefined && test.result !== null) settled[key] = test.result
      else if (test === undefined ? this.#isWanted(lead) : test.isOpen) settling.push(key)
    }
    return { settled, settling }
  }

  /** Files the test of a lead whose holder was replaced under the key that it has by now. */
  #follow(leads: readonly Lead[]): void {
    const keys = new Set(leads.map(settleKey))
    for (const lead of leads) {
      if (this.#tests.has(settleKey(lead))) continue
      const name = fingerprint(lead)
      const left = [...this.#tests].find(
        ([key, test]) => test.fingerprint === name && !keys.has(key),
      )
      if (left === undefined) continue
      this.#tests.delete(left[0])
      this.#tests.set(settleKey(lead), left[1])
    }
  }

  #isWanted(lead: Lead): boolean {
    if (settleKey(lead) === 0 || this.#context.lookups() === 0) return false
    const test = this.#tests.get(settleKey(lead))
    if (test === undefined) return true
    const tellsMore = test.grownShare < TELLING_SHARE && grownShare(lead) >= TELLING_SHARE
    return test.isOpen && test.result !== null && tellsMore
  }

  #isDue(lead: Lead): boolean {
    const test = this.#tests.get(settleKey(lead))
    if (test === undefined || !test.isOpen) return false
    const waitedMs = this.#context.nowMs() - test.markedAtMs
    const isAwaited = waitedMs >= LONG_WAIT_MS && (test.result?.waitedMs ?? 0) < LONG_WAIT_MS
    return waitedMs >= WAIT_MS && (lead.population.length > test.snapshots || isAwaited)
  }

  async #mark(lead: Lead): Promise<void> {
    const { probe, nowMs, spent } = this.#context
    const key = settleKey(lead)
    const ids = idsOf(lead, Math.min(MOST_LOOKUPS, this.#context.lookups()))
    const before = this.#tests.get(key)
    const number = before?.number ?? (this.#numbers += 1)
    const test: Test = {
      number,
      fingerprint: fingerprint(lead),
      markedAtMs: nowMs(),
      snapshots: 0,
      grownShare: grownShare(lead),
      result: before?.result ?? null,
      isOpen: true,
    }
    this.#tests.set(key, test)
    const { marked, lookups, pauseMs } = await this.#orClose([test], () =>
      probe.startSettle(number, ids),
    )
    spent(pauseMs, lookups)
    this.#change(number, (now) => ({ ...now, markedAtMs: nowMs(), isOpen: marked > 0 }))
  }

  async #count(leads: readonly Lead[]): Promise<void> {
    const { probe } = this.#context
    const open = [...this.#tests.values()].filter((test) => test.isOpen)
    const { tests } = await this.#orClose(open, () => probe.readSettled())
    const snapshots = Math.max(0, ...leads.map((lead) => lead.population.length))
    for (const test of open) {
      const found = tests[test.number]
      const isTold = found !== undefined && found.waitedMs >= SHORTEST_WAIT_MS
      const result = isTold ? { ...found, grownShare: test.grownShare } : test.result
      this.#change(test.number, (now) => ({ ...now, snapshots, result }))
    }
  }

  /** A question that fails is not asked again. */
  async #orClose<T>(tests: readonly Test[], question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (error) {
      for (const { number } of tests) this.#change(number, (now) => ({ ...now, isOpen: false }))
      throw error
    }
  }

  /** By number: its key may have changed while the process was asked. */
  #change(number: number, next: (test: Test) => Test): void {
    for (const [key, test] of this.#tests) {
      if (test.number === number) this.#tests.set(key, next(test))
    }
  }
}

/** The holder first, then examples; so many that each can be looked up. */
function idsOf(
  { holder, exampleIds }: Lead,
  most: number,
): { holderId: number; exampleIds: readonly number[] } {
  const left = holder.objectId === 0 ? most : most - 1
  return { holderId: holder.objectId, exampleIds: exampleIds.slice(0, left) }
}
