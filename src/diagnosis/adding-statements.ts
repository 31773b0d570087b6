// What a statement that adds to the holder looks like, by cause: from the sampled function to the line in it.

import type { Cause } from '../protocol/index.ts'
import type { Lead } from './lead/lead.ts'

const BY_CAUSE: Partial<Record<Cause, readonly RegExp[]>> = {
  'event-listener': [/\.(?:on|once|addListener|prependListener)\(/],
  'event-target-listener': [/\.addEventListener\(/, /\.on[a-z]+ = /],
  timer: [/\bset(?:Interval|Timeout|Immediate)\(/],
  promise: [/\bPromise\.(?:race|any|all|allSettled)\(/, /\.(?:then|catch|finally)\(/],
  code: [/\bnew Function\(/, /\bvm\b.*\(/, /\.compile\w*\(/, /\beval\(/],
  'module-cache': [/\brequire\(/, /\bimport\(/],
}

/** Patterns from the surest to the weakest: the holder's own name being changed, then what fits the cause. */
export function addingStatements(lead: Lead, cause: Cause): RegExp[] {
  const name = /[A-Za-z_$][\w$]*$/.exec(lead.holder.name)?.[0]
  const own: RegExp[] = []
  if (name !== undefined) {
    const quoted = name.replace(/\$/g, '\\$&')
    own.push(
      new RegExp(
        `(?<![\\w$])${quoted}(?:\\?|!)?\\.(?:set|add|push|unshift|append|enqueue|then|on)\\(`,
      ),
      new RegExp(`(?<![\\w$])${quoted}\\[[^\\]]+\\]\\s*=[^=]`),
      new RegExp(`(?:on|once|addListener)\\(['"\`]${quoted}['"\`]`),
    )
  }
  return [...own, ...(BY_CAUSE[cause] ?? [])]
}
