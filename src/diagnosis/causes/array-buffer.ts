// Memory outside the V8 heap that JavaScript objects hold: ArrayBuffers, Buffers, typed arrays.

import { isBackingStore } from './buffer-slice.ts'
import { holderPhrase, shareOf } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

export const arrayBuffer: CauseRule = {
  cause: 'array-buffer',
  where: 'off-heap',
  recognise(lead) {
    const share = shareOf(lead, (row) => isBackingStore(row.className))
    return share < 0.5
      ? null
      : `${Math.round(share * 100)} % of the growth is array buffers' memory`
  },
  title: (lead) => `Buffers kept in ${holderPhrase(lead)} hold memory outside the heap`,
  advice: (lead) =>
    `Drop the buffers from ${holderPhrase(lead)} when they are done with, or bound how many it may keep; ` +
    'the heap limit does not see this memory, the container limit does.',
}
