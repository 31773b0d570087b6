// Preload: a cache that fills in the first seconds and then evicts the oldest entry for each new one.

const MOST = 2000
const ENTRY_NUMBERS = 600
const EACH_MS = 10
const AT_ONCE = 4

/** @type {Map<number, number[]>} */
const pages = new Map()
let next = 0

setInterval(() => {
  for (let at = 0; at < AT_ONCE; at++) {
    pages.set(
      next,
      Array.from({ length: ENTRY_NUMBERS }, (_, column) => next + column / 2),
    )
    const [oldest] = pages.keys()
    if (pages.size > MOST && oldest !== undefined) pages.delete(oldest)
    next++
  }
}, EACH_MS).unref()
