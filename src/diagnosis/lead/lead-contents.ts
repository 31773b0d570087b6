// What a closer look at the graph says of what grew, beyond its path and its classes, in plain data. Each fact is
// there for one or two cause rules.

/** What most keys of a table are; never the keys themselves. */
export type KeyKind = 'url' | 'labels' | 'json' | 'text'

/** A stream whose own buffer holds what grew. */
export interface StreamFacts {
  /** Of the stream, or of its controller for web streams, by which the live process is asked for its numbers. */
  readonly objectId: number
  readonly className: string
  readonly side: 'writable' | 'readable' | 'web writable' | 'web readable' | 'outgoing' | 'events'
}

/** Some of the registrations of one FinalizationRegistry. */
export interface RegistryFacts {
  readonly cells: number
  /** Those whose held value is what keeps the target alive, so that it can never be finalized. */
  readonly reachingTarget: number
  readonly targets: number
}

/** A table that was made to a size before the first snapshot, and not made anew since. */
export interface TableRoom {
  readonly slots: number
  /** Entries in the last snapshot. */
  readonly filled: number
}

/** One collection whose entries grew, and who may know its limit. */
export interface LimitedTable {
  /** In the last snapshot; numbers and flags are not counted. */
  readonly entries: number
  /** Object ids, nearest first: the collection itself where it has a class of its own, and what it belongs to. */
  readonly ownerIds: readonly number[]
  /** Object id of the nearest function above it, else of one of its script, which sees the script's variables. */
  readonly functionIds: readonly number[]
}

export interface LeadContents {
  /** Bytes that nothing but an asynchronous context holds: stores of AsyncLocalStorage. */
  readonly asyncStoreBytes: number
  /** Whether the holder is written in a script that installs a hook of `async_hooks`. */
  readonly asyncHook: boolean
  /** New V8 contexts (of `vm`, of windows) that the holder dominates. */
  readonly contexts: number
  /** `null` where the holder has few keys that are strings, or none. */
  readonly keys: KeyKind | null
  /** The WeakMap whose values pile up here and keep their own keys alive; `''` where it has no name. */
  readonly weakMap: string | null
  readonly registry: RegistryFacts | null
  /** Holders of the same kind in which things pile up, each a little. */
  readonly holders: number
  readonly stream: StreamFacts | null
  /** Whether the examples of what grew are promises that somebody waits for: settled ones are values like others. */
  readonly pendingPromises: boolean
  /** `null` where the holder is no such table. */
  readonly room: TableRoom | null
  /** `null` where what grew are no entries of one collection. */
  readonly limited: LimitedTable | null
}

/** Where the graph was not asked. */
export const NO_CONTENTS: LeadContents = {
  asyncStoreBytes: 0,
  asyncHook: false,
  contexts: 0,
  keys: null,
  weakMap: null,
  registry: null,
  holders: 1,
  stream: null,
  pendingPromises: false,
  room: null,
  limited: null,
}
