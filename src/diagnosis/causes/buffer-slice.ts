// A small view pins the whole ArrayBuffer behind it: Buffer.slice, subarray and the shared pool do not copy.
// A snapshot does not hold the views' lengths, so the live process is asked.

import { holderPhrase, shareOf } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** The views must show less than this share of what they pin. */
const WASTED = 0.25

export const bufferSlice: CauseRule = {
  cause: 'buffer-slice',
  where: 'off-heap',
  recognise(lead, facts) {
    const views = facts.views
    if (views === null || views.slices === 0) return null
    const backing = shareOf(lead, (row) => isBackingStore(row.className))
    if (backing < 0.5 && lead.backingStoreBytes === 0) return null
    if (views.wantedBytes > WASTED * views.pinnedBytes) return null
    const percent = ((100 * views.wantedBytes) / views.pinnedBytes).toFixed(1)
    return `all views together show ${percent} % of the bytes that they pin`
  },
  title: (lead) => `Buffer slices kept in ${holderPhrase(lead)} pin their whole parents`,
  advice: () =>
    'Copy the part that is kept: Buffer.from(slice) or Uint8Array.prototype.slice.call(view). subarray() and ' +
    'Buffer.slice() share the memory of the whole buffer, which stays as long as the smallest view of it.',
}

export function isBackingStore(className: string): boolean {
  return className.includes('JSArrayBufferData')
}
