// Shares as percentages that never claim more than they know: only a whole is `100%`, only nothing is `0%`.

import { UNKNOWN_QUANTITY } from './number-text.ts'

/** Share (0 to 1) as `98%`, `3.4%`, `99.6%`, `>99.9%`, `<0.1%`. Not finite: `unknown`. */
export function percentText(share: number): string {
  if (!Number.isFinite(share)) return UNKNOWN_QUANTITY
  if (share < 0) return `-${percentText(-share)}`
  const percent = share * 100
  if (percent === 0) return '0%'
  if (percent < 0.1) return '<0.1%'
  if (percent > 99.9 && percent < 100) return '>99.9%'
  const fine = percent < 9.95 || (percent > 99 && percent < 100)
  const digits = fine ? percent.toFixed(1).replace(/\.0$/, '') : percent.toFixed(0)
  return `${digits}%`
}
