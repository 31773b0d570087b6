// Who creates the resources of a suspected type: an `async_hooks` hook for these types alone, on for a few seconds, which
// looks at every so many creations. Whether a resource lives on is told by a weak reference. There is no `destroy` hook:
// with one, Node tracks the end of every promise, which makes programs of promises fifteen times slower.

import { createHook } from 'node:async_hooks'
import { performance } from 'node:perf_hooks'
import type { ResourceSite, ResourceStacksResult, StackFrame } from '../protocol/index.ts'
import { structuredStack } from './structured-stack.cts'

const FRAME_LIMIT = 24
const SITE_LIMIT = 100
const MOST_LOOKED = 4000
/** Beyond this share of the time the hook looks at ever fewer creations. */
const COST_SHARE = 0.02
const COST_FREE_MS = 5

/** A running hook. */
export interface ResourceStacks {
  /** Sites with most alive first; also after `stop`. The caller collects before. */
  readonly read: () => ResourceStacksResult
  /** Takes the hook out. */
  readonly stop: () => void
}

interface Site {
  readonly type: string
  readonly stack: readonly StackFrame[]
  created: number
  readonly kept: { readonly reference: WeakRef<object>; readonly weight: number }[]
}

export interface ResourceStackOptions {
  readonly types: readonly string[]
  readonly everyNth: number
  readonly maximum: number
}

/** Switches the hook on. Promises are only watched where they are named. */
export function startResourceStacks(options: ResourceStackOptions): ResourceStacks {
  const types = new Set(options.types)
  const maximum = Math.min(MOST_LOOKED, options.maximum)
  const sites = new Map<string, Site>()
  const startedAt = performance.now()
  let everyNth = Math.max(1, Math.round(options.everyNth))
  let seen = 0
  let looked = 0
  let costMs = 0
  const look = (type: string, resource: object): void => {
    const before = performance.now()
    const stack = structuredStack(onInit, FRAME_LIMIT)
    remember(sites, { type, stack, resource, weight: everyNth })
    looked += 1
    const after = performance.now()
    costMs += after - before
    if (costMs > COST_FREE_MS + COST_SHARE * (after - startedAt)) everyNth *= 2
  }
  // An error in a hook would end the program.
  const onInit = (_id: number, type: string, _trigger: number, resource: object): void => {
    try {
      if (!types.has(type)) return
      seen += 1
      if (seen % everyNth === 0 && looked < maximum) look(type, resource)
    } catch {
      looked = maximum
    }
  }
  // Known from Node 24 on, and passed over by older ones.
  const quiet = { trackPromises: types.has('PROMISE') }
  const hook = createHook({ init: onInit, ...quiet })
  hook.enable()
  return {
    read: () => ({ sites: siteList(sites), looked, costMs }),
    stop: () => {
      hook.disable()
    },
  }
}

interface Look {
  readonly type: string
  readonly stack: readonly StackFrame[]
  readonly resource: object
  /** Creations that this one stands for. */
  readonly weight: number
}

function remember(sites: Map<string, Site>, { type, stack, resource, weight }: Look): void {
  if (stack.length === 0) return
  const key = `${type} ${JSON.stringify(stack)}`
  const site = sites.get(key) ?? { type, stack, created: 0, kept: [] }
  if (site.created === 0) {
    if (sites.size >= SITE_LIMIT) return
    sites.set(key, site)
  }
  site.created += weight
  site.kept.push({ reference: new WeakRef(resource), weight })
}

function siteList(sites: ReadonlyMap<string, Site>): ResourceSite[] {
  return [...sites.values()]
    .map(({ type, stack, created, kept }) => ({ type, stack, created, alive: aliveOf(kept) }))
    .sort((a, b) => b.alive - a.alive)
}

function aliveOf(kept: Site['kept']): number {
  let alive = 0
  for (const { reference, weight } of kept) if (reference.deref() !== undefined) alive += weight
  return alive
}
