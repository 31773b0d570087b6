// A collection that is filled and never emptied: Map, Set, array, or an object used as a dictionary.

import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

const COLLECTIONS =
  /^(Map|Set|WeakMap|WeakSet|Array|Object|\{.*\}|\(object elements\)|.*(Map|Set|List|Cache|Queue|Store|Pool|Array))$/

export const collection: CauseRule = {
  cause: 'collection',
  where: 'heap',
  recognise(lead) {
    if (lead.holder.nodeType !== 'object') return null
    if (COLLECTIONS.test(lead.holder.className)) return `the holder is a ${lead.holder.className}`
    const step = lead.steps[lead.faultyStep + 1] ?? lead.steps[lead.faultyStep]
    return step?.edge === 'element' ? 'what grows are the elements of the holder' : null
  },
  title: (lead) => `${holderPhrase(lead)} grows and is never emptied`,
  advice: (lead) =>
    `Delete entries from ${holderPhrase(lead)} where their use ends, or bound it: a maximum size with eviction, ` +
    'an age after which entries go (and are really deleted), or a WeakMap where the key is an object that ends.',
}
