// What a statement that adds to the holder looks like, by cause: from the sampled function to the line in it.

import type { Cause } from '../protocol/index.ts'
import type { AddingPatterns } from './allocation-sites.ts'
import type { Lead } from './lead/lead.ts'
import { identifierPattern } from './script-names.ts'

const BY_CAUSE: Partial<Record<Cause, readonly RegExp[]>> = {
  'event-listener': [/\.(?:on|once|addListener|prependListener)\(/],
  'event-target-listener': [/\.addEventListener\(/, /\.on[a-z]+ = /],
  timer: [/\bset(?:Interval|Timeout|Immediate)\(/],
  promise: [
    /\bPromise\.(?:race|any|all|allSettled)\(/,
    /\.(?:then|catch|finally)\(/,
    /\bawait (?:\w+\.)?once\(/,
    /\bnew Promise\(|\bPromise\.withResolvers\(/,
  ],
  code: [
    /\bnew Function\(/,
    /\bvm\b.*\(/,
    /\.compile\w*\(/,
    /\beval\b\)?\(/,
    /\bnew (?:vm\.)?Script\(/,
    /\b(?:runIn\w*Context|compileFunction|template)\(/,
  ],
  'stream-buffer': [
    /\.(?:write|enqueue)\(/,
    /\.(?:pipe|tee)\(/,
    /\bthis\.push\(/,
    /\bnew \w*(?:Readable|Writable|Transform|PassThrough|Duplex)\w*\(/,
  ],
  'async-context': [
    /\.enterWith\(/,
    /\bset(?:Interval|Timeout)\(/,
    /\bnew Async(?:LocalStorage|Resource)\(/,
    /\.(?:run|bind)\(/,
  ],
  'weak-misuse': [/\.register\(/, /\bnew WeakRef\(/],
  'detached-context': [
    /\b(?:createContext|runInNewContext)\(/,
    /\bnew (?:\w+\.)?(?:JSDOM|Window)\(/,
    /\brunIn\w*Context\(/,
  ],
  'module-cache': [/\brequire\(/, /\bimport\(/],
  handle: [
    /\b(?:watch|watchFile|spawn|fork|exec|execFile|createSocket|opendir)\(/,
    /\.listen\(|\bcreateServer\(/,
    /\bnew (?:MessageChannel|Session|BroadcastChannel)\(/,
    /(?<![\w$.])open\(|\bfs(?:p|Promises)?\.open\(/,
  ],
  connection: [
    /\b(?:connect|createConnection)\(/,
    /\bnew (?:\w+\.)?(?:WebSocket|Client|Pool|Agent|Socket)\(/,
    /\b(?:fetch|request)\(|\bhttps?\.get\(|(?<![\w$.])get\(/,
    /\bon\(\s*['"`](?:connection|request|stream)['"`]|\bcreateServer\(/,
  ],
  worker: [/\bnew (?:\w+\.)?Worker\(/, /\bfork\(/],
}

/** What adds to a collection of a class. */
const BY_CLASS: readonly (readonly [RegExp, RegExp])[] = [
  [/Map|Cache/, /\.set\(/],
  [/Set$/, /\.add\(/],
  [/Array|List|Queue/, /\.(?:push|unshift)\(/],
]

/** Statements that name the holder itself while they change it, surest first; none where it has no name. */
function namingStatements(lead: Lead): RegExp[] {
  const quoted = identifierPattern(lead.holder.name)
  if (quoted === null) return []
  return [
    new RegExp(
      `(?<![\\w$])${quoted}[?!]?\\.(?:set|add|push|unshift|append|enqueue|then|on|write|pipe|register)\\(`,
    ),
    new RegExp(`(?<![\\w$])${quoted}\\[[^\\]]+\\]\\s*=[^=]`),
    new RegExp(`\\.(?:on|once|addListener|prependListener)\\(\\s*['"\`]${quoted}['"\`]`),
  ]
}

/** All patterns, from the surest to the weakest: the holder's own name, then what fits the cause, then its class. */
export function addingPatterns(lead: Lead, cause: Cause): AddingPatterns {
  return {
    naming: namingStatements(lead),
    cause: BY_CAUSE[cause] ?? [],
    holder: BY_CLASS.filter(([holder]) => holder.test(lead.holder.className)).map(
      ([, adds]) => adds,
    ),
  }
}
