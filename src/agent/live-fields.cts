// Reads what a finding wants to show of live objects: numbers, flags, and where a function stands. Text never leaves.

import type { FieldValue, StackFrame } from '../protocol/index.ts'
import { handleOf, visitHeapObjects } from './heap-objects.cts'
import { localSession } from './inspector-session.cts'
import { ownValue, valueAt } from './own-data.cts'
import { scriptUrls } from './script-urls.cts'

const MOST_FIELDS = 40
const MOST_SCOPES = 4
const GROUP = 'tidemark-fields'
const NAME = /^[\w$. #<>]{1,80}$/

/** By object id and path. Each of at most four objects costs a walk over the heap. */
export function readFields(
  objectIds: readonly number[],
  paths: readonly string[],
): Record<number, Record<string, FieldValue>> {
  const all: Record<number, Record<string, FieldValue>> = {}
  let urls: ReadonlyMap<string, string> | null = null
  const place = (value: object): FieldValue | null => {
    urls ??= scriptUrls()
    return functionPlace(value, urls)
  }
  visitHeapObjects(objectIds, ({ id, object, handle }) => {
    const fields: Record<string, FieldValue> = {}
    const hidden = paths.some(isHidden) ? hiddenNumbers(handle, typeof object === 'function') : {}
    for (const path of paths.slice(0, MOST_FIELDS)) {
      const value = isHidden(path) ? hidden[path] : valueAt(object, path)
      const shown = typeof value === 'function' ? place(value) : flat(value)
      if (shown !== null) fields[path] = shown
    }
    all[id] = fields
    return 'more'
  })
  return all
}

/** A private field is asked for as `#name`, a variable that a function sees as `(name)`. */
function isHidden(path: string): boolean {
  return path.startsWith('#') || path.startsWith('(')
}

interface Slot {
  readonly name: string
  readonly value?: {
    readonly type: string
    readonly value?: unknown
    readonly description?: string
    readonly objectId?: string
  }
}

interface Slots {
  readonly result: readonly Slot[]
  readonly privateProperties?: readonly Slot[]
  readonly internalProperties?: readonly Slot[]
}

/** Numbers where nothing but the inspector can read them from outside; no code of the program runs for it. */
function hiddenNumbers(handle: string, isFunction: boolean): Record<string, unknown> {
  const numbers: Record<string, unknown> = {}
  const { privateProperties, internalProperties } = slotsOf(handle)
  for (const { name, value } of privateProperties ?? []) {
    if (value?.type === 'number') numbers[name] = value.value
  }
  const scopes = internalProperties?.find(({ name }) => name === '[[Scopes]]')?.value?.objectId
  if (!isFunction || scopes === undefined) return numbers
  // The innermost scope comes first; the outermost is the global object, with everything in it.
  for (const { value: scope } of slotsOf(scopes).result.slice(0, MOST_SCOPES)) {
    const inside = scope?.objectId
    if (inside === undefined || scope?.description === 'Global') continue
    for (const { name, value } of slotsOf(inside).result) {
      if (value?.type === 'number') numbers[`(${name})`] ??= value.value
    }
  }
  return numbers
}

function slotsOf(objectId: string): Slots {
  return localSession().post('Runtime.getProperties', { objectId, ownProperties: true }) as Slots
}

/** JSON has no NaN and no infinity, so they are left out like anything else that is neither number nor flag. */
function flat(value: unknown): FieldValue | null {
  if (typeof value === 'boolean') return value
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

interface Location {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber?: number
}

function functionPlace(value: object, urls: ReadonlyMap<string, string>): FieldValue | null {
  const location = locationOf(value)
  const url = location === null ? undefined : urls.get(location.scriptId)
  if (location === null || url === undefined) return null
  const name = ownValue(value, 'name')
  const called = typeof name === 'string' && NAME.test(name) ? name : ''
  const at: StackFrame = {
    function: called,
    url,
    line: location.lineNumber + 1,
    column: (location.columnNumber ?? 0) + 1,
  }
  return { function: called, at }
}

/** Where its text begins; `null` for functions of V8 and bound ones. */
function locationOf(value: object): Location | null {
  const session = localSession()
  try {
    const { internalProperties } = session.post('Runtime.getProperties', {
      objectId: handleOf(value, GROUP),
      ownProperties: true,
    }) as {
      readonly internalProperties?: readonly {
        readonly name: string
        readonly value?: { readonly value?: Location }
      }[]
    }
    const found = internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')
    return found?.value?.value ?? null
  } finally {
    session.post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
  }
}
