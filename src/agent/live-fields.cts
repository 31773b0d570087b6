// Reads what a finding wants to show of live objects: numbers, flags, and where a function stands. Text never leaves.

import type { FieldValue, StackFrame } from '../protocol/index.ts'
import { handleOf, visitHeapObjects } from './heap-objects.cts'
import { localSession } from './inspector-session.cts'
import { ownValue, valueAt } from './own-data.cts'
import { scriptUrls } from './script-urls.cts'

const MOST_FIELDS = 40
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
    const hidden = paths.some((path) => path.startsWith('#')) ? privateNumbers(handle) : {}
    for (const path of paths.slice(0, MOST_FIELDS)) {
      const value = path.startsWith('#') ? hidden[path] : valueAt(object, path)
      const shown = typeof value === 'function' ? place(value) : flat(value)
      if (shown !== null) fields[path] = shown
    }
    all[id] = fields
    return 'more'
  })
  return all
}

/** Numbers in private fields, by name with the `#`: nothing but the inspector reads those from outside of a class. */
function privateNumbers(handle: string): Record<string, unknown> {
  const { privateProperties } = localSession().post('Runtime.getProperties', {
    objectId: handle,
    ownProperties: true,
    accessorPropertiesOnly: false,
  }) as {
    readonly privateProperties?: readonly {
      readonly name: string
      readonly value?: { readonly type: string; readonly value?: unknown }
    }[]
  }
  const numbers: Record<string, unknown> = {}
  for (const { name, value } of privateProperties ?? []) {
    if (value?.type === 'number') numbers[name] = value.value
  }
  return numbers
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
