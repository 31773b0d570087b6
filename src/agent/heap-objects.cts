// From an object's number in a snapshot to the object itself. The inspector finds it by marking and walking the whole
// heap, about four times the cost of a collection, each time; so at most four are looked up for one question.

import { performance } from 'node:perf_hooks'
import { localSession } from './inspector-session.cts'

const GROUP = 'tidemark-objects'
const MOST_LOOKUPS = 4
/** After this long no further object is looked up: on a busy machine one may take seconds, ms. */
const LONG_MS = 500
const HANDOVER = '__tidemark_handover'

/** An object of the program with the handle by which the inspector knows it. */
export interface FoundObject {
  readonly id: number
  readonly object: object
  readonly handle: string
}

/**
 * Calls `visit` with each object that is still alive, until `visit` says that it has enough, and lets go of every
 * handle. At most four objects, fewer where one takes long; how many were looked up. Throws where there is no inspector.
 */
export function visitHeapObjects(
  ids: readonly number[],
  visit: (found: FoundObject) => 'more' | 'enough',
): number {
  const session = localSession()
  const wanted = [...new Set(ids)].filter((id) => id > 0).slice(0, MOST_LOOKUPS)
  let taken: object | null = null
  let lookups = 0
  try {
    const take = handleOf((object: object) => {
      taken = object
    }, GROUP)
    const startedMs = performance.now()
    for (const id of wanted) {
      if (lookups > 0 && performance.now() - startedMs > LONG_MS) break
      lookups += 1
      const handle = lookUp(id)
      if (handle === null) continue
      handOut(handle, take)
      if (taken !== null && visit({ id, object: taken, handle }) === 'enough') break
      taken = null
    }
    return lookups
  } finally {
    taken = null
    session.post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
  }
}

/** Objects of another context of `vm` do not come out: the inspector keeps the worlds apart. */
function handOut(handle: string, take: string): void {
  try {
    localSession().post('Runtime.callFunctionOn', {
      objectId: handle,
      functionDeclaration: 'function (take) { take(this) }',
      arguments: [{ objectId: take }],
      objectGroup: GROUP,
    })
  } catch {
    // It counts as not found.
  }
}

/** The handle of an object that was collected since is not to be had. */
function lookUp(id: number): string | null {
  try {
    const found = localSession().post('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(id),
      objectGroup: GROUP,
    }) as { readonly result: { readonly objectId?: string } }
    return found.result.objectId ?? null
  } catch {
    return null
  }
}

/**
 * The inspector's handle of a value, in an object group that the caller releases. A global of the moment hands it over;
 * nothing of the program runs while it is there. Throws where the program has sealed its global object.
 */
export function handleOf(value: object, objectGroup: string): string {
  Object.defineProperty(globalThis, HANDOVER, { value, configurable: true })
  try {
    const { result } = localSession().post('Runtime.evaluate', {
      expression: HANDOVER,
      objectGroup,
    }) as { readonly result: { readonly objectId: string } }
    return result.objectId
  } finally {
    Reflect.deleteProperty(globalThis, HANDOVER)
  }
}
