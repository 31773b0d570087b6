// A bar that stands beside a number in a table. Its width is an attribute, since the page allows no inline style.

import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

/** Bar of `share` (0 to 1) of its column. Decoration: the number beside it says the same. */
export function bar(share: number): Markup {
  const width = Math.round(Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * 1000) / 10
  return markup`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="fill" width="${width}" height="8"/></svg>`
}
