// Drives load from a process of its own: as much as the server takes, or so many requests a second.

import { createRequire } from 'node:module'

// It brings no types.
const autocannon = createRequire(import.meta.url)('autocannon')

/** @typedef {{ port: number, ms: number, rate: number | null }} Order */

/** @param {Order} order */
async function obey({ port, ms, rate }) {
  const run = autocannon({
    url: `http://127.0.0.1:${port}/page`,
    connections: 10,
    duration: ms / 1000,
    ...(rate === null ? {} : { overallRate: rate }),
  })
  /** @type {number[]} Its own histogram has whole milliseconds only. */
  const took = []
  run.on('response', (/** @type {unknown[]} */ ...[, , , responseMs]) => {
    took.push(Number(responseMs))
  })
  const result = await run
  took.sort((a, b) => a - b)
  process.send?.({
    requests: result.requests.total,
    perSecond: result.requests.total / result.duration,
    p99Ms: took[Math.floor(0.99 * took.length)] ?? 0,
    failed: result.errors + result.non2xx,
  })
}

process.on('message', (message) => void obey(/** @type {Order} */ (message)))
process.on('disconnect', () => process.exit())
