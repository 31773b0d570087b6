// Looks into the program's objects without running anything of the program's: own data properties only, no accessor, no
// proxy, and no method that the program could have replaced.

import { types } from 'node:util'
import { runInNewContext } from 'node:vm'

type Each = (this: object, callback: (value: unknown, key: unknown) => void) => void

interface Intrinsics {
  readonly mapEach: Each
  readonly setEach: Each
}

let intrinsics: Intrinsics | null = null

/** Those of a fresh realm: the program may have patched its own. */
function pristine(): Intrinsics {
  intrinsics ??= runInNewContext(
    '({ mapEach: Map.prototype.forEach, setEach: Set.prototype.forEach })',
  ) as Intrinsics
  return intrinsics
}

/** Whether a value is an object or a function that may be looked into. */
function isPlainReference(value: unknown): value is object {
  const isReference = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isReference && !types.isProxy(value)
}

/** The value of an own data property; `undefined` where there is none, or it is an accessor. */
export function ownValue(object: object, key: PropertyKey): unknown {
  return types.isProxy(object) ? undefined : Object.getOwnPropertyDescriptor(object, key)?.value
}

/** Follows a path such as `_writableState.length` or `[kState].ended`; a bracket names a symbol by its description. */
export function valueAt(object: object, path: string): unknown {
  let at: unknown = object
  for (const part of path.match(/\[[^\]]*\]|[^.[]+/g) ?? []) {
    if (!isPlainReference(at)) return undefined
    const name = part.startsWith('[') ? part.slice(1, -1) : null
    const key = name === null ? part : ownSymbol(at, name)
    if (key === undefined) return undefined
    at = ownValue(at, key)
  }
  return at
}

function ownSymbol(object: object, description: string): symbol | undefined {
  return Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === description)
}

/**
 * Up to `limit` different objects among the entries of a collection, spread over it: the values of an array, a Map, a
 * Set or a plain object, of a Map the keys where the values are none. `null` where the object is no collection. O(entries).
 */
export function spreadEntries(holder: object, limit: number): readonly object[] | null {
  if (Array.isArray(holder)) {
    return spread(holder.length, limit, (index) => ownValue(holder, index))
  }
  if (types.isMap(holder)) {
    return spreadOver(holder.size, limit, (each) => {
      Reflect.apply(pristine().mapEach, holder, [
        (value: unknown, key: unknown) => {
          each(isPlainReference(value) ? value : key)
        },
      ])
    })
  }
  if (types.isSet(holder)) {
    return spreadOver(holder.size, limit, (each) => {
      Reflect.apply(pristine().setEach, holder, [each])
    })
  }
  if (!isDictionary(holder)) return null
  const keys = Reflect.ownKeys(holder)
  return spread(keys.length, limit, (index) => ownValue(holder, keys[index] ?? ''))
}

/** A plain object, of whatever realm: nothing, or an `Object.prototype`, stands above it. */
function isDictionary(holder: object): boolean {
  if (typeof holder === 'function' || types.isProxy(holder)) return false
  const above = Object.getPrototypeOf(holder) as object | null
  if (above === null) return true
  return !types.isProxy(above) && Object.getPrototypeOf(above) === null
}

/** At most `limit` indexes of `0 … count - 1` in equal steps, first and last among them. */
function places(count: number, limit: number): ReadonlySet<number> {
  const wanted = new Set<number>()
  const step = Math.max(1, (count - 1) / Math.max(1, limit - 1))
  for (let place = 0; Math.round(place * step) < count && place < limit; place += 1) {
    wanted.add(Math.round(place * step))
  }
  return wanted
}

function spread(count: number, limit: number, valueOf: (index: number) => unknown): object[] {
  const found = new Set<object>()
  for (const index of places(count, limit)) {
    const value = valueOf(index)
    if (isPlainReference(value)) found.add(value)
  }
  return [...found]
}

/** The same where the values come one after another. */
function spreadOver(
  count: number,
  limit: number,
  walk: (each: (value: unknown) => void) => void,
): object[] {
  const wanted = places(count, limit)
  const found = new Set<object>()
  let index = 0
  walk((value) => {
    if (wanted.has(index) && isPlainReference(value)) found.add(value)
    index += 1
  })
  return [...found]
}

/**
 * The object and, where it is a link of a list, its neighbours: what own data properties reach that has the same
 * prototype. At most `limit` objects.
 */
export function linkedWith(start: object, limit: number): readonly object[] {
  const found = new Set([start])
  if (types.isProxy(start) || typeof start === 'function') return [...found]
  if (Array.isArray(start) || isDictionary(start)) return [...found]
  const prototype: unknown = Object.getPrototypeOf(start)
  for (const object of found) {
    for (const key of Reflect.ownKeys(object).slice(0, 64)) {
      const value = ownValue(object, key)
      if (found.size >= limit) return [...found]
      if (isPlainReference(value) && Object.getPrototypeOf(value) === prototype) found.add(value)
    }
  }
  return [...found]
}
