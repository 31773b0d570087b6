// The settle test: marks objects through weak references, lets time pass, collects, and counts who is left. What only
// waits for its turn is gone by then; what leaks is not.

import { setTimeout } from 'node:timers'
import type { SettleReading, SettleResult } from '../protocol/index.ts'
import { visitHeapObjects } from './heap-objects.cts'
import { linkedWith, spreadEntries } from './own-data.cts'

const MOST_MARKED = 64
/** Fewer entries than this do not stand for a collection: the examples are asked for, too. */
const FEW_ENTRIES = 5
/** A list that gave so many needs no second example. */
const ENOUGH_LINKS = 16
const MOST_TESTS = 16
const TURN_MS = 20

/** The settle tests of this isolate. */
export interface SettleTests {
  /** How many objects were marked. Each of at most four lookups walks the heap. */
  readonly start: (
    test: number,
    holderId: number,
    exampleIds: readonly number[],
  ) => { readonly marked: number; readonly lookups: number }
  /** Collects twice, with turns of the event loop in between, and counts. */
  readonly read: (collect: () => void) => Promise<SettleReading>
}

interface Marked {
  readonly references: readonly WeakRef<object>[]
  readonly atMs: number
}

/** `atMs` is the agent's clock. */
export function createSettleTests(atMs: () => number): SettleTests {
  const tests = new Map<number, Marked>()
  return {
    start: (test, holderId, exampleIds) => {
      const { references, lookups } = mark(holderId, exampleIds)
      tests.delete(test)
      tests.set(test, { references, atMs: atMs() })
      for (const oldest of tests.keys()) if (tests.size > MOST_TESTS) tests.delete(oldest)
      return { marked: references.length, lookups }
    },
    read: async (collect) => {
      // A weak reference keeps its target until the job that made or read it has ended.
      await turns()
      collect()
      await turns()
      collect()
      const results: Record<number, SettleResult> = {}
      for (const [test, marked] of tests) {
        results[test] = {
          marked: marked.references.length,
          alive: marked.references.filter((reference) => reference.deref() !== undefined).length,
          waitedMs: atMs() - marked.atMs,
        }
      }
      return { tests: results }
    },
  }
}

/** References to the entries of the holder, else to the examples with their neighbours; keeps no object itself. */
function mark(
  holderId: number,
  exampleIds: readonly number[],
): { references: WeakRef<object>[]; lookups: number } {
  const chosen = new Set<object>()
  const lookups = visitHeapObjects([holderId, ...exampleIds], ({ id, object }) => {
    const entries = id === holderId ? spreadEntries(object, MOST_MARKED) : null
    const found = id === holderId ? (entries ?? []) : linkedWith(object, MOST_MARKED)
    for (const one of found) if (chosen.size < MOST_MARKED) chosen.add(one)
    return chosen.size >= (id === holderId ? FEW_ENTRIES : ENOUGH_LINKS) ? 'enough' : 'more'
  })
  return { references: [...chosen].map((object) => new WeakRef(object)), lookups }
}

/** Finalizers, immediates and due timers get their turn: each of ours fires in a turn of its own. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, TURN_MS).unref()
    })
  }
}
