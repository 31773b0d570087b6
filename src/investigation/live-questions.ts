// What is asked of the live process once there are leads: each question once a lead, within the pause budget, and
// never where the program starves.

import { causeOf, fingerprint, grownResourceTypes, resourceTypesOf } from '../diagnosis/index.ts'
import type {
  FieldQuestion,
  IsolateEvidence,
  Lead,
  LiveFacts,
  SourceLookup,
} from '../diagnosis/index.ts'
import type { FieldValue, FunctionRun, ResourceSite } from '../protocol/index.ts'
import type { Exclusively } from './exclusive.ts'
import type { LiveAnswers, QuestionCost } from './live-answers.ts'
import { LimitQuestions } from './limit-questions.ts'
import type { LiveProbe } from './live-probe.ts'
import type { PauseBudget } from './pause-budget.ts'
import { SettleQuestions } from './settle-questions.ts'

/** Leads that are asked about: the ones that may become findings first. */
const MOST_LEADS = 3
/** Growth below this is no finding. */
const SMALLEST_BYTES = 300_000
/** How long the creation of resources is watched, ms, and how often. */
const STACKS_MS = 4000
const MOST_STACK_ROUNDS = 2
const MOST_OBJECTS = 4

export interface LiveQuestionParts {
  readonly probe: LiveProbe
  readonly budget: PauseBudget
  readonly exclusively: Exclusively
  readonly nowMs: () => number
  /** Whether collections may be asked for: without, nothing can be counted that is still alive. */
  readonly collects: boolean
  readonly lookup: SourceLookup
}

/** What is known of the isolate when questions are asked. */
export interface Situation {
  readonly leads: readonly Lead[]
  readonly facts: LiveFacts
  readonly resources: IsolateEvidence['resources']
}

/** The questions to one isolate and what it answered. */
export class LiveQuestions {
  readonly #parts: LiveQuestionParts
  readonly #probe: LiveProbe
  readonly #settle: SettleQuestions
  readonly #limits: LimitQuestions
  readonly #asked = new Set<string>()
  readonly #scripts = new Set<string>()
  #fields: Record<number, Readonly<Record<string, FieldValue>>> = {}
  #runs: readonly FunctionRun[] = []
  #sites: readonly ResourceSite[] = []
  #stacksSinceMs: number | null = null
  #cost: QuestionCost = { pauseMs: 0, types: [], looked: 0, costMs: 0 }

  constructor(parts: LiveQuestionParts) {
    this.#parts = parts
    this.#probe = parts.probe
    this.#limits = new LimitQuestions({
      lookup: parts.lookup,
      readFields: (question, about) => this.#askFor(question, about),
    })
    this.#settle = new SettleQuestions({
      probe: parts.probe,
      nowMs: parts.nowMs,
      lookups: () => (parts.collects ? this.#lookups() : 0),
      spent: (pauseMs, lookups) => this.#spent(pauseMs, lookups),
    })
  }

  get cost(): QuestionCost {
    return this.#cost
  }

  /** What is known of these leads so far. */
  answers(leads: readonly Lead[]): LiveAnswers {
    return {
      fields: this.#fields,
      limits: this.#limits.limits,
      limitless: this.#limits.limitless,
      ...this.#settle.answers(chosen(leads)),
      resourceSites: this.#sites,
      functionRuns: this.#runs,
    }
  }

  /** One round of questions. A question that the process does not answer is not repeated, and hinders no other. */
  async ask(situation: Situation): Promise<void> {
    const leads = chosen(situation.leads)
    const steps = [
      () => this.#limits.ask(leads),
      () => this.#settle.ask(leads),
      () => this.#askFields(leads, situation.facts),
      () => this.#askRuns(leads, false),
      () => this.#askStacks(leads, situation.resources),
    ]
    for (const step of steps) await this.#parts.exclusively(step).catch(() => undefined)
  }

  /** Before the program is ended: what was marked is counted once more, and nothing is left on. */
  async lastLook(leads: readonly Lead[]): Promise<void> {
    const steps = [
      () => this.#settle.countNow(chosen(leads)),
      () => this.#stopStacks(),
      () => this.#askRuns(chosen(leads), true),
    ]
    for (const step of steps) await this.#parts.exclusively(step).catch(() => undefined)
  }

  async #askFields(leads: readonly Lead[], facts: LiveFacts): Promise<void> {
    for (const lead of leads) {
      const { rule } = causeOf(lead, facts)
      const question = rule.asks?.(lead)
      if (question === undefined) continue
      const fields = await this.#askFor(question, `${rule.cause} ${fingerprint(lead)}`)
      this.#fields = { ...this.#fields, ...fields }
    }
  }

  /** `null` where it was asked already or does not fit now. */
  async #askFor(question: FieldQuestion, about: string): Promise<LiveFacts['fields'] | null> {
    const key = `fields ${about} ${question.objectIds.join(' ')}`
    const ids = question.objectIds.filter((id) => id > 0).slice(0, MOST_OBJECTS)
    if (this.#asked.has(key) || ids.length === 0 || ids.length > this.#lookups()) return null
    this.#asked.add(key)
    const { fields, pauseMs } = await this.#probe.readFields(ids, question.fields)
    this.#spent(pauseMs, ids.length)
    return fields
  }

  /** Asked again when the leads run through further scripts, and at the end. */
  async #askRuns(leads: readonly Lead[], again: boolean): Promise<void> {
    const before = this.#scripts.size
    for (const lead of leads) for (const script of scriptsOf(lead)) this.#scripts.add(script)
    if (this.#scripts.size === 0 || (this.#scripts.size === before && !again)) return
    const { runs, pauseMs } = await this.#probe.functionRuns([...this.#scripts])
    this.#cost = { ...this.#cost, pauseMs: this.#cost.pauseMs + pauseMs }
    this.#runs = runs
  }

  /** A hook for the suspected types, for a few seconds. */
  async #askStacks(leads: readonly Lead[], counts: IsolateEvidence['resources']): Promise<void> {
    if (this.#stacksSinceMs !== null) {
      if (this.#parts.nowMs() - this.#stacksSinceMs >= STACKS_MS) await this.#stopStacks()
      return
    }
    if (!this.#parts.collects) return
    const suspected = [...leads.flatMap(resourceTypesOf), ...grownResourceTypes(counts)]
    const types = [...new Set(suspected)].filter((type) => !this.#cost.types.includes(type))
    const round = `stacks ${this.#cost.types.length === 0 ? 1 : MOST_STACK_ROUNDS}`
    if (types.length === 0 || this.#asked.has(round)) return
    this.#asked.add(round)
    await this.#probe.startResourceStacks(types)
    this.#cost = { ...this.#cost, types: [...this.#cost.types, ...types] }
    this.#stacksSinceMs = this.#parts.nowMs()
  }

  async #stopStacks(): Promise<void> {
    if (this.#stacksSinceMs === null) return
    this.#stacksSinceMs = null
    const { sites, looked, costMs } = await this.#probe.stopResourceStacks()
    this.#sites = [...this.#sites, ...sites]
    this.#cost = {
      ...this.#cost,
      looked: this.#cost.looked + looked,
      costMs: this.#cost.costMs + costMs,
    }
  }

  #lookups(): number {
    return this.#parts.budget.lookupsThatFit(this.#parts.nowMs())
  }

  #spent(pauseMs: number, lookups: number): void {
    this.#parts.budget.spentOnLookups(pauseMs, lookups)
    this.#cost = { ...this.#cost, pauseMs: this.#cost.pauseMs + pauseMs }
  }
}

/** Those that grew enough to become findings, by their share of the growth; a runaway recursion needs no question. */
function chosen(leads: readonly Lead[]): readonly Lead[] {
  return leads
    .filter((lead) => lead.foldedFunction === null && grownBytes(lead) >= SMALLEST_BYTES)
    .toSorted((a, b) => b.shareBytes - a.shareBytes)
    .slice(0, MOST_LEADS)
}

function grownBytes({ population }: Lead): number {
  return (population.at(-1)?.bytes ?? 0) - (population[0]?.bytes ?? 0)
}

/** Scripts of the program on the lead's path and around its holder, as V8 names them. */
function scriptsOf(lead: Lead): string[] {
  const positions = [
    ...lead.steps.map((step) => step.position),
    lead.holder.position,
    lead.grownPosition,
  ]
  const scripts = positions.map((position) => position?.script ?? '')
  return scripts.filter((script) => script !== '' && !script.startsWith('node:'))
}
