// Collections of a kind that has a fix of its own: metrics by label, caches by address, memo tables, kept errors,
// logs. All are `collection`; the words are closer to the mistake.

import type { Lead } from '../lead/lead.ts'
import { holderPhrase, shareOf } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'
import { collection } from './collection.ts'

/** A collection that `fits`, with words of its own. */
function kind(words: {
  readonly fits: (lead: Lead) => string | null
  readonly title: (held: string) => string
  readonly advice: (held: string) => string
  readonly kept: string
}): CauseRule {
  return {
    cause: 'collection',
    where: 'heap',
    recognise(lead, facts) {
      return collection.recognise(lead, facts) === null ? null : words.fits(lead)
    },
    title: (lead) => words.title(holderPhrase(lead)),
    advice: (lead) => words.advice(holderPhrase(lead)),
    details: (lead) => [
      { label: 'what is kept', value: words.kept },
      { label: 'entries added', value: entriesAdded(lead).toLocaleString('en-US') },
    ],
  }
}

function entriesAdded(lead: Lead): number {
  return (lead.population.at(-1)?.objects ?? 0) - (lead.population[0]?.objects ?? 0)
}

const SERIES_SHAPE = /^\{(?=.*\b(?:labels|labelValues|attributes|tags)\b).*\}$/

/** One series for every set of label values, in a metrics registry. */
export const metricLabels: CauseRule = kind({
  fits(lead) {
    const series = SERIES_SHAPE.test(lead.grownClass) || hasLabels(lead)
    if (lead.contents.keys === 'labels' && /^(?:Map|Object)$/.test(lead.holder.className)) {
      return series ? 'the entries are series, keyed by ever new sets of labels' : null
    }
    return null
  },
  title: (held) => `${held} gets a new series for every new set of label values`,
  advice: (held) =>
    `Take what is different each time (ids, addresses with parameters, messages) out of the labels of ${held}: use the ` +
    'route instead of the path, the kind instead of the message. Few labels with few values each, or remove() old series.',
  kept: 'metric series by labels',
})

function hasLabels(lead: Lead): boolean {
  return lead.composition.some((row) => SERIES_SHAPE.test(row.className))
}

/** Answers by the address they were asked for. */
export const urlCache: CauseRule = kind({
  fits: (lead) => (lead.contents.keys === 'url' ? 'the keys are addresses or paths' : null),
  title: (held) => `${held} keeps an entry for every address it is asked for`,
  advice: (held) =>
    `Bound ${held}: a maximum size with eviction, and really delete what has expired. Key it by the route and the ` +
    'parameters that matter: with query strings, ids and trailing parts in the key, anyone can make it grow.',
  kept: 'entries by URL or path',
})

/** Results by their arguments. */
export const memoTable: CauseRule = kind({
  fits: (lead) => (lead.contents.keys === 'json' ? 'the keys are arguments as JSON' : null),
  title: (held) => `${held} remembers a result for every set of arguments`,
  advice: (held) =>
    `Bound ${held}, or remember only the last call: a memo table pays where the same arguments come back. For objects ` +
    'as arguments use a WeakMap, whose entries go with them.',
  kept: 'results by arguments',
})

/** Errors with all that their stacks hold. */
export const keptErrors: CauseRule = kind({
  fits(lead) {
    const frames = shareOf(lead, (row) => /(?:CallSiteInfo|ErrorStackData)$/.test(row.className))
    const errors = lead.grownClass.endsWith('Error')
    return errors || frames > 0.1 ? 'the entries are errors, with their stacks' : null
  },
  title: (held) => `Errors pile up in ${held}, with all that their stacks hold`,
  advice: (held) =>
    `Keep the message and the stack as text, or only the last few: until its stack is read, an error in ${held} holds ` +
    'the functions and objects of every frame, and what is hung on it (response, request, cause).',
  kept: 'errors',
})

const LOG_SHAPE = /^\{(?=.*\b(?:level|severity|lvl)\b)(?=.*\b(?:msg|message|text|args)\b).*\}$/
const LIST = /^(?:Array|Set|.*(?:List|Buffer|Queue|Log))$/

/** Lines and records of a log. */
export const logBuffer: CauseRule = kind({
  fits(lead) {
    if (!LIST.test(lead.holder.className)) return null
    if (LOG_SHAPE.test(lead.grownClass)) return 'the entries are records of a log'
    const lines = /^\((?:concatenated )?string\)$/.test(lead.grownClass)
    const text = shareOf(lead, (row) => /string/.test(row.nodeType))
    return lines && text > 0.8 ? 'the entries are pieces of text' : null
  },
  title: (held) => `Text piles up in ${held} and is never written out or dropped`,
  advice: (held) =>
    `Write what is in ${held} out and empty it, at a size and at a time, also when writing fails; or keep the last few ` +
    'entries only.',
  kept: 'lines or records of text',
})
