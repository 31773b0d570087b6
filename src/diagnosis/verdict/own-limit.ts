// The limit that a collection was given by whoever wrote it: a number in a field of the collection or of the object that it
// belongs to. Only the live process knows it, for a snapshot has no numbers.

import type { FieldQuestion, LiveFacts } from '../causes/cause-rule.ts'
import type { Lead } from '../lead/lead.ts'

const WORDS = [
  'max',
  'limit',
  'capacity',
  'maxSize',
  'maxEntries',
  'maxItems',
  'maxLength',
  'maxKeys',
]
const FIELDS: readonly string[] = [
  ...WORDS,
  ...WORDS.slice(0, 4).map((word) => `_${word}`),
  ...WORDS.slice(0, 6).map((word) => `#${word}`),
  '[max]',
  '[maxSize]',
  ...['max', 'maxSize', 'maxKeys', 'limit', 'maxEntries'].map((word) => `options.${word}`),
  'cacheSize',
  'maxCacheSize',
  'sizeLimit',
]
/** A statistic has a least value beside the largest, and neither limits anything. */
const STATISTIC = 'min'
/** Smaller limits belong to something else: retries, levels, connections. */
const LEAST_LIMIT = 16

/** What to ask of the live process; `null` where there is no collection to ask about. */
export function limitQuestion(lead: Lead): FieldQuestion | null {
  const objectIds = lead.contents.limited?.ownerIds ?? []
  return objectIds.length === 0 ? null : { objectIds, fields: [...FIELDS, STATISTIC] }
}

/** The nearest limit that is not reached yet, with the name of its field; `null` where there is none. */
export function ownLimit(
  { contents: { limited } }: Lead,
  { fields }: LiveFacts,
): { readonly limit: number; readonly field: string } | null {
  if (limited === null) return null
  for (const id of limited.ownerIds) {
    const known = fields[id] ?? {}
    if (typeof known[STATISTIC] === 'number') continue
    for (const field of FIELDS) {
      const limit = known[field]
      if (typeof limit !== 'number' || limit < LEAST_LIMIT) continue
      return limit > limited.entries ? { limit, field } : null
    }
  }
  return null
}
