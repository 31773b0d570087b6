// A short slice pins the whole string it was cut from: V8 does not copy slices of 13 characters and more.

import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

const MOSTLY = 0.5

export const stringSlice: CauseRule = {
  cause: 'string-slice',
  where: 'heap',
  recognise(lead) {
    const grown = lead.composition.reduce((sum, row) => sum + row.bytes, 0)
    if (lead.slicedParentBytes < MOSTLY * grown || lead.slicedParentBytes === 0) return null
    return 'most of the growth is whole strings held only by slices of them'
  },
  title: (lead) => `Slices kept in ${holderPhrase(lead)} pin the whole strings they were cut from`,
  advice: () =>
    'Copy the part that is kept, so that the whole can go: Buffer.from(part).toString(), or JSON.parse(JSON.stringify(part)). ' +
    'slice(), substring(), split() and match() share memory with the text they were cut from.',
}
