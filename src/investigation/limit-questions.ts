// Whether a collection that grows has a limit: what the answer is decides whether there is a leak at all. The source says
// what its size is compared with, the live process how much that is.

import { fingerprint, limitFrom, limitQuestion, writtenLimits } from '../diagnosis/index.ts'
import type { FieldQuestion, Lead, LiveFacts, SourceLookup } from '../diagnosis/index.ts'

export interface LimitQuestionParts {
  readonly lookup: SourceLookup
  /** Asks the process, once; `null` where that does not fit now. */
  readonly readFields: (
    question: FieldQuestion,
    about: string,
  ) => Promise<LiveFacts['fields'] | null>
}

export class LimitQuestions {
  readonly #parts: LimitQuestionParts
  readonly #done = new Set<string>()
  #limits: LiveFacts['limits'] = {}
  readonly #limitless: string[] = []

  constructor(parts: LimitQuestionParts) {
    this.#parts = parts
  }

  get limits(): LiveFacts['limits'] {
    return this.#limits
  }

  /** Fingerprints of leads without object ids of which the source tells that there is no limit. */
  get limitless(): readonly string[] {
    return this.#limitless
  }

  /** Asks about leads that were not asked about before. */
  async ask(leads: readonly Lead[]): Promise<void> {
    for (const lead of leads) await this.#askAbout(lead)
  }

  async #askAbout(lead: Lead): Promise<void> {
    const about = `limit ${fingerprint(lead)} ${lead.holder.objectId}`
    if (this.#done.has(about) || lead.contents.limited === null) return
    const written = writtenLimits(lead, this.#parts.lookup)
    const question = limitQuestion(lead, written)
    const fields = question === null ? {} : await this.#parts.readFields(question, about)
    if (fields === null) return
    this.#done.add(about)
    const limit = limitFrom(lead, written, fields)
    if (lead.holder.objectId === 0) {
      if (limit === null) this.#limitless.push(fingerprint(lead))
      return
    }
    if (limit !== null) this.#limits = { ...this.#limits, [lead.holder.objectId]: limit }
  }
}
