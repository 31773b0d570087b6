// What a statement that takes something away looks like, by what holds it: entries of a collection, listeners, timers,
// things that are closed.

import type { Cause, Remover } from '../protocol/index.ts'
import type { Lead, LeadHolder } from './lead/lead.ts'
import { identifierPattern } from './script-names.ts'

export interface RemovalPattern {
  readonly does: Remover['does']
  /** Matched on code without the contents of strings; global. */
  readonly pattern: RegExp
  /** Where the match ends there is a call whose first argument must be one of these strings, if it is a string. */
  readonly events: readonly string[] | null
}

export interface RemovalPatterns {
  readonly patterns: readonly RemovalPattern[]
  /** What the patterns are about, for a sentence: `deletes from sessions`. */
  readonly act: string
  /** The name that is looked for; `null` where removal is recognised without one. */
  readonly name: string | null
  /** The name, where it is a variable's. */
  readonly variable: string | null
}

const CLOSES = 'close|destroy|end|release|terminate|disconnect|dispose|kill'
const CLOSED: ReadonlySet<Cause> = new Set([
  'handle',
  'connection',
  'worker',
  'stream-buffer',
  'detached-context',
])

/** The patterns for a lead; `null` where nothing is known of how its holder would be emptied. */
export function removalPatterns(lead: Lead, cause: Cause): RemovalPatterns | null {
  if (cause === 'event-listener') return listenerPatterns(lead)
  if (cause === 'event-target-listener') return targetPatterns(lead)
  if (cause === 'timer') return timerPatterns()
  const named = identifierPattern(lead.holder.name)
  const isWritten = lead.holder.edge === 'context' || lead.holder.edge === 'property'
  if (named === null || !isWritten) return null
  return namedPatterns(lead.holder, named, CLOSED.has(cause))
}

/** A variable is named by itself, a property after a dot: other things may have the same name. */
function namedPatterns(
  { name, edge }: LeadHolder,
  quoted: string,
  closed: boolean,
): RemovalPatterns {
  // A property may be reached by a computed key, too.
  const byName = edge === 'property' ? ' by that name' : ''
  const holder = edge === 'property' ? `(?<=\\.\\s*)${quoted}` : `(?<![\\w$#.])${quoted}`
  const call = (names: string): RegExp =>
    new RegExp(`${holder}\\s*[?!]?\\.\\s*(?:${names})\\s*\\(`, 'g')
  const rows: [Remover['does'], RegExp][] = [
    [
      'deletes',
      call(
        'delete|splice|shift|pop|remove|evict|del|dequeue|take|poll|prune|removeFirst|removeLast|unset',
      ),
    ],
    ['deletes', new RegExp(`\\bdelete\\s+(?:[\\w$]+\\s*\\.\\s*)*${holder}\\s*(?:\\[|\\.)`, 'g')],
    [
      'deletes',
      new RegExp(`\\bReflect\\.deleteProperty\\(\\s*(?:[\\w$]+\\.)*${holder}(?![\\w$])`, 'g'),
    ],
    ['clears', call('clear|reset|empty|flush|flushAll|removeAll')],
    ['clears', new RegExp(`${holder}\\s*\\.\\s*length\\s*=(?!=)`, 'g')],
    ['clears', new RegExp(`${holder}\\s*=(?![=>])`, 'g')],
    ['closes', call(CLOSES)],
  ]
  return {
    patterns: rows.map(([does, pattern]) => ({ does, pattern, events: null })),
    act: (closed ? `closes ${name}` : `deletes from ${name}`) + byName,
    name,
    variable: edge === 'context' ? name : null,
  }
}

/** Any emitter's, by the event's name: the same emitter has other names elsewhere. */
function listenerPatterns(lead: Lead): RemovalPatterns | null {
  const at = lead.steps.findLastIndex((step) => step.name === '_events')
  const event = lead.steps[at + 1]?.name
  if (at < 0 || event === undefined || event.startsWith('[')) return null
  const pattern = /\.\s*(?:off|removeListener|removeAllListeners)\s*\(/g
  return {
    patterns: [{ does: 'unsubscribes', pattern, events: [event] }],
    act: `removes a listener of ${event}`,
    name: null,
    variable: null,
  }
}

function targetPatterns(lead: Lead): RemovalPatterns {
  const aborts = lead.steps.some((step) => step.to === 'AbortSignal')
  const rows: RemovalPattern[] = [
    {
      does: 'unsubscribes',
      pattern: /\.\s*removeEventListener\s*\(/g,
      events: aborts ? ['abort'] : null,
    },
    { does: 'unsubscribes', pattern: /\.\s*(?:unsubscribe|dispose)\s*\(/g, events: null },
  ]
  return { patterns: rows, act: 'removes a listener', name: null, variable: null }
}

function timerPatterns(): RemovalPatterns {
  const pattern = /(?<![\w$])clear(?:Interval|Timeout|Immediate)\s*\(/g
  return {
    patterns: [{ does: 'clears', pattern, events: null }],
    act: 'clears a timer',
    name: null,
    variable: null,
  }
}
