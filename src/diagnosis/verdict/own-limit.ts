// The limit that a collection was given by whoever wrote it: what the code that evicts compares its size with, or a number
// in a telling field of the collection or of the object that it belongs to. Only the live process knows most of these, for a
// snapshot has no numbers.

import type { FieldQuestion, LiveFacts, OwnLimit } from '../causes/cause-rule.ts'
import type { Lead } from '../lead/lead.ts'
import type { WrittenLimit } from './written-limit.ts'

const WORDS = ['max', 'limit', 'capacity', 'maxSize', 'maxEntries', 'maxItems', 'maxLength']
const FIELDS: readonly string[] = [
  ...WORDS,
  ...WORDS.slice(0, 4).map((word) => `_${word}`),
  ...WORDS.slice(0, 5).map((word) => `#${word}`),
  '[max]',
  '[maxSize]',
  ...['max', 'maxSize', 'maxKeys', 'limit'].map((word) => `options.${word}`),
  'maxKeys',
  'cacheSize',
  'maxCacheSize',
  'sizeLimit',
]
/** A statistic has a least value beside the largest, and neither limits anything. */
const STATISTIC = 'min'
/** Smaller limits belong to something else: retries, levels, connections. */
const LEAST_LIMIT = 16

/**
 * What to ask of the live process, of as few objects as will do, for each costs a walk over the heap; `null` where the source
 * says it all or there is no collection to ask about.
 */
export function limitQuestion(lead: Lead, written: readonly WrittenLimit[]): FieldQuestion | null {
  const { limited } = lead.contents
  if (limited === null || written.some((limit) => limit.kind === 'number')) return null
  const named = written.flatMap((limit) => (limit.kind === 'number' ? [] : [pathOf(limit)]))
  const isVariable = written.some((limit) => limit.kind === 'variable')
  const isField = written.length === 0 || written.some((limit) => limit.kind === 'field')
  const objectIds = [
    ...(isVariable ? limited.functionIds : []),
    ...(isField ? limited.ownerIds : []),
  ]
  if (objectIds.length === 0) return null
  return { objectIds, fields: [...new Set([...named, ...FIELDS, STATISTIC])] }
}

/** Variables that a function sees are asked for in parentheses. */
function pathOf(limit: Exclude<WrittenLimit, { kind: 'number' }>): string {
  return limit.kind === 'variable' ? `(${limit.name})` : limit.name
}

/** The surest limit: what the source compares with before what a field is called; `null` where there is none. */
export function limitFrom(
  lead: Lead,
  written: readonly WrittenLimit[],
  fields: LiveFacts['fields'],
): OwnLimit | null {
  const { limited } = lead.contents
  if (limited === null) return null
  const known = [...limited.ownerIds, ...limited.functionIds].map((id) => fields[id] ?? {})
  for (const limit of written) {
    if (limit.kind === 'number') {
      if (limit.value >= LEAST_LIMIT)
        return { limit: limit.value, field: 'the number it is compared with' }
      continue
    }
    const value = known.map((of) => of[pathOf(limit)]).find((of) => typeof of === 'number')
    if (typeof value === 'number' && value >= LEAST_LIMIT)
      return { limit: value, field: limit.name }
  }
  for (const of of known) {
    if (typeof of[STATISTIC] === 'number') continue
    const field = FIELDS.find((name) => typeof of[name] === 'number' && of[name] >= LEAST_LIMIT)
    if (field !== undefined) return { limit: Number(of[field]), field }
  }
  return null
}

/** The limit of a collection that has not reached it; `null` where it has, or none is known. */
export function ownLimit(
  { contents: { limited }, holder }: Lead,
  facts: LiveFacts,
): OwnLimit | null {
  const own = holder.objectId === 0 ? undefined : facts.limits[holder.objectId]
  return limited !== null && own !== undefined && own.limit > limited.entries ? own : null
}
