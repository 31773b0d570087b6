// Weak collections that hold strongly after all: a value that reaches its own key, entries that hang from one
// another, held values that reach their target, WeakRefs whose shells nobody clears away.

import type { Lead } from '../lead/lead.ts'
import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** Of the registrations looked at, those that must be at fault. */
const MOSTLY = 0.5
const CHAIN = 20
/** Of the objects that piled up, those that must be WeakRefs: an entry may have a wrapper of its own. */
const SHELLS = 0.4
const FEWEST_REFS = 20
const ENTRY = /^(?:entry of WeakMap(?: (.*))?|WeakMap entry)$/

type Kind = 'target' | 'registrations' | 'chain' | 'value' | 'lasting' | 'shells'

export const weakMisuse: CauseRule = {
  cause: 'weak-misuse',
  where: 'heap',
  recognise(lead) {
    const kind = kindOf(lead)
    return kind === null ? null : REASON[kind](lead)
  },
  title: (lead) => TITLE[kindOf(lead) ?? 'value'](lead),
  advice: (lead) => ADVICE[kindOf(lead) ?? 'value'](lead),
  details(lead) {
    const { registry } = lead.contents
    if (registry === null) return []
    return [
      { label: 'registrations looked at', value: String(registry.cells) },
      { label: 'whose held value keeps the target', value: String(registry.reachingTarget) },
      { label: 'different targets', value: String(registry.targets) },
    ]
  },
}

function kindOf(lead: Lead): Kind | null {
  const { registry, weakMap } = lead.contents
  if (registry !== null) {
    return registry.reachingTarget >= MOSTLY * registry.cells ? 'target' : 'registrations'
  }
  if (chainName(lead) !== null) return 'chain'
  if (weakMap !== null) return 'value'
  if (isLasting(lead)) return 'lasting'
  return holdsShells(lead) ? 'shells' : null
}

/** Many of the objects that piled up are WeakRefs; strings are their keys, and what they refer to is not held. */
function holdsShells(lead: Lead): boolean {
  if (lead.holder.nodeType !== 'object') return false
  let all = 0
  let refs = 0
  for (const row of lead.composition) {
    if (row.nodeType !== 'object') continue
    all += row.objects
    if (row.className === 'WeakRef') refs += row.objects
  }
  return refs >= FEWEST_REFS && refs >= SHELLS * all
}

const REASON: Readonly<Record<Kind, (lead: Lead) => string>> = {
  target: ({ contents }) =>
    `${contents.registry?.reachingTarget} of ${contents.registry?.cells} held values keep the object alive that they wait for`,
  registrations: () => 'registrations of a FinalizationRegistry pile up',
  chain: (lead) =>
    `${lead.longestFold.toLocaleString('en-US')} entries of a WeakMap hang from one another`,
  value: () => 'values of a WeakMap are held elsewhere and hold their own keys',
  lasting: ({ contents }) =>
    `values of ${contents.holders} entries grow whose keys were there from the start`,
  shells: () => 'WeakRef objects pile up, whatever has become of what they refer to',
}

const TITLE: Readonly<Record<Kind, (lead: Lead) => string>> = {
  target: (lead) => `Held values of ${holderPhrase(lead)} keep their own targets alive`,
  registrations: (lead) => `Registrations pile up in ${holderPhrase(lead)}`,
  chain: (lead) => `Entries of WeakMap${spaced(chainName(lead))} keep one another alive`,
  value: (lead) =>
    `Values of WeakMap${spaced(lead.contents.weakMap)} are kept in ${holderPhrase(lead)} and keep their keys`,
  lasting: (lead) =>
    `Values of WeakMap${spaced(entryName(lead))} grow under keys that live as long as the program`,
  shells: (lead) => `WeakRefs that are never cleared away pile up in ${holderPhrase(lead)}`,
}

const ADVICE: Readonly<Record<Kind, (lead: Lead) => string>> = {
  target: (lead) =>
    `Register with ${holderPhrase(lead)} only what clean-up needs (a number, a path, a handle), not the object itself ` +
    'nor a function that sees it: the registry holds that value until the object is gone, which it then never is.',
  registrations: (lead) =>
    `Give register() a token and call ${holderPhrase(lead)}.unregister(token) when the work ends: an object that lives ` +
    'long collects a registration, with its held value, for every call.',
  chain: (lead) =>
    `Each value of WeakMap${spaced(chainName(lead))} is, or holds, the key of the next entry, so the first key keeps ` +
    'all of them. Store an id or a WeakRef to the next one, or delete() the entries that are done with.',
  value: (lead) =>
    `Remove the value from ${holderPhrase(lead)} when its key is done with, or keep a WeakRef to the key in it: a ` +
    'WeakMap lets an entry go only when nothing else reaches the key, and this value does.',
  lasting: (lead) =>
    `WeakMap${spaced(entryName(lead))} lets an entry go with its key, and these keys stay. Take out of its values what is ` +
    'done with, as out of any collection, or key it by what ends with the work.',
  shells: (lead) =>
    `Delete the entry from ${holderPhrase(lead)} when its object is gone: with a FinalizationRegistry that is told the ` +
    'key, or by a sweep that drops entries whose deref() is undefined. A WeakRef frees its object, not itself and its key.',
}

/**
 * Several keys that live on, each with a value that grows. A single one, or a function, is how classes keep private
 * fields and packages their state: what grows there is an ordinary collection.
 */
function isLasting(lead: Lead): boolean {
  const entry = lead.faultyStep - 1
  const key = lead.steps[entry - 1]
  return lead.contents.holders > 1 && entryName(lead) !== null && key?.nodeType === 'object'
}

/** The WeakMap that the holder is a value of; `''` without a name, `null` where it is none's. */
function entryName(lead: Lead): string | null {
  const entry = ENTRY.exec(lead.steps[lead.faultyStep - 1]?.name ?? '')
  return entry === null ? null : (entry[1] ?? '')
}

/** The WeakMap whose entries repeat on the path; `''` without a name, `null` where none do. */
function chainName(lead: Lead): string | null {
  const start = lead.steps.findIndex((step) => step.repeats >= CHAIN)
  if (start < 0) return null
  const cycle = lead.steps.slice(start, start + (lead.steps[start]?.foldedSteps ?? 0))
  const entry = cycle.find((step) => ENTRY.test(step.name))
  return entry === undefined ? null : (ENTRY.exec(entry.name)?.[1] ?? '')
}

function spaced(name: string | null): string {
  return name === null || name === '' ? '' : ` ${name}`
}
