// Stores of AsyncLocalStorage that outlive their request: every timer, promise, socket and bound function keeps the
// store that it was made in. And tables by asynchronous id that hooks of async_hooks fill.

import type { Lead } from '../lead/lead.ts'
import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** Share of the growth that only stores hold. */
const MOSTLY = 0.5
const STORE_EDGE = /^<symbol (?:kResourceStore|kAsyncContextFrame)>$/
/** Steps below the store in which what grows may hang and still be told as the store's. */
const NEAR = 3

type Kind = 'instances' | 'hook' | 'chain' | 'store' | 'stores'

export const asyncContext: CauseRule = {
  cause: 'async-context',
  where: 'heap',
  recognise(lead) {
    const kind = kindOf(lead)
    return kind === null ? null : REASON[kind](lead)
  },
  title: (lead) => TITLE[kindOf(lead) ?? 'stores'](lead),
  advice: (lead) => ADVICE[kindOf(lead) ?? 'stores'](lead),
  details(lead) {
    const bytes = lead.contents.asyncStoreBytes
    if (bytes === 0) return []
    return [
      { label: 'only in stores', value: `${Math.round(100 * storeShare(lead))} % of the growth` },
      { label: 'kept by', value: lead.grownClass },
    ]
  },
}

function kindOf(lead: Lead): Kind | null {
  if (lead.grownClass === 'AsyncLocalStorage') return 'instances'
  if (isHookTable(lead)) return 'hook'
  const store = storeStep(lead)
  if (store >= 0 && lead.longestFold > NEAR && foldStep(lead) > store) return 'chain'
  if (storeShare(lead) >= MOSTLY) return 'stores'
  return store >= 0 && lead.faultyStep > store && lead.faultyStep - store <= NEAR ? 'store' : null
}

const REASON: Readonly<Record<Kind, (lead: Lead) => string>> = {
  instances: () => 'instances of AsyncLocalStorage pile up',
  hook: () => 'the holder belongs to a hook of async_hooks and has no names as keys',
  chain: (lead) => `${lead.longestFold.toLocaleString('en-US')} stores each hold the one before`,
  stores: (lead) =>
    `${Math.round(100 * storeShare(lead))} % of the growth hangs from stores of AsyncLocalStorage alone`,
  store: () => 'what grows hangs from one store of AsyncLocalStorage',
}

const TITLE: Readonly<Record<Kind, (lead: Lead) => string>> = {
  instances: () => 'AsyncLocalStorage instances are made again and again and never disabled',
  hook: (lead) => `${holderPhrase(lead)} keeps an entry for each asynchronous operation`,
  chain: () => 'Each store of AsyncLocalStorage keeps the one before it alive',
  stores: (lead) =>
    `${plainClass(lead)} objects in ${keptIn(lead)} keep the AsyncLocalStorage store they were made in`,
  store: (lead) => `One store of AsyncLocalStorage lives on and grows: ${holderPhrase(lead)}`,
}

const ADVICE: Readonly<Record<Kind, (lead: Lead) => string>> = {
  instances: () =>
    'Make one AsyncLocalStorage at the top of a module and call run() for each request; an instance that is done ' +
    'with stays registered until disable().',
  hook: (lead) =>
    `Delete the entry from ${holderPhrase(lead)} in the hook's destroy(), for promises too, or use AsyncLocalStorage, ` +
    'which needs no table.',
  chain: () =>
    'Copy from the outer store what the inner one needs instead of a reference to it, and prefer run(), which ends, to ' +
    'enterWith(), which does not.',
  stores: (lead) =>
    `Let go of what is kept in ${keptIn(lead)} when its work ends. What must live longer is better made outside ` +
    'the request: storage.exit(() => …), or at start-up; and keep big objects out of the store.',
  store: (lead) =>
    `Something long-lived (a timer, a socket, a pooled connection) was made inside a request and keeps its store, to ` +
    `which ${holderPhrase(lead)} belongs. Make it in storage.exit(() => …), or bind it to a small store of its own.`,
}

function storeShare(lead: Lead): number {
  const grown = lead.composition.reduce((sum, row) => sum + row.bytes, 0)
  return grown === 0 ? 0 : Math.min(1, lead.contents.asyncStoreBytes / grown)
}

/** The last step into a store, -1 where the path has none. */
function storeStep(lead: Lead): number {
  return lead.steps.findLastIndex(
    (step) => STORE_EDGE.test(step.name) || step.to === 'AsyncContextFrame',
  )
}

function foldStep(lead: Lead): number {
  return lead.steps.findIndex((step) => step.repeats === lead.longestFold)
}

/** A Map or object in a script with a hook, by numbers: their keys are asynchronous ids. */
function isHookTable(lead: Lead): boolean {
  const { contents, holder } = lead
  return contents.asyncHook && contents.keys === null && /^(?:Map|Object)$/.test(holder.className)
}

function keptIn(lead: Lead): string {
  return lead.holder.className === 'TimersList' ? 'the active timers' : holderPhrase(lead)
}

function plainClass(lead: Lead): string {
  return lead.grownClass.replace(/^closure (.*)$/, 'function $1')
}
