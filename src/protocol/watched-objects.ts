// How objects whose end was declared by `watch(object, why)` are told in a heap snapshot and to the agent. Names of
// properties and of channels only: they outlive a minifier, and a snapshot whose contents were taken out.

/** Property of a watch's record that leads to its batch; the record is what a FinalizationRegistry holds for the object. */
export const WATCHED_BATCH = 'tidemarkDue' as const

/** Property of a batch that leads to an object once its objects are overdue, and to nothing before. */
export const WATCHED_OVERDUE = 'tidemarkOverdue' as const

/** Property of a record with the developer's own words. */
export const WATCHED_WHY = 'why' as const

/** Diagnostics channel on which the library says `{ overdue: number }` whenever that changes, or is asked. */
export const WATCHED_CHANNEL = 'tidemark:watched' as const

/** Diagnostics channel on which it is asked. */
export const WATCHED_ASK_CHANNEL = 'tidemark:watched:ask' as const
