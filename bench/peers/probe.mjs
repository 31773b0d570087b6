// Preload for a program that is watched without Tidemark. Writes what the simple rules need, one JSON line a
// reading: heap used after each natural mark-compact, resident memory once a second. At the moments that are
// asked for it writes heap snapshots, or drives node-memwatch.

import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { writeHeapSnapshot } from 'node:v8'
import { isMainThread } from 'node:worker_threads'

/**
 * @param {object} reading
 */
function write(reading) {
  const file = process.env['PEER_LOG']
  if (file) appendFileSync(file, `${JSON.stringify(reading)}\n`)
}

function readMemory() {
  const observer = new PerformanceObserver((list) => {
    const major = list.getEntries().some((entry) => {
      const { detail } = /** @type {{ detail?: { kind?: number } }} */ (entry)
      return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR
    })
    if (major) write({ kind: 'floor', bytes: process.memoryUsage().heapUsed })
  })
  observer.observe({ entryTypes: ['gc'] })
  const rss = () =>
    write({ kind: 'rss', atMs: performance.now(), bytes: process.memoryUsage.rss() })
  setInterval(rss, 1000).unref()
  process.on('exit', () => write({ kind: 'end', atMs: performance.now() }))
}

/** @returns {number[]} */
function moments() {
  return (process.env['PEER_MOMENTS_MS'] ?? '').split(',').filter(Boolean).map(Number)
}

/** @param {string} folder */
function takeSnapshots(folder) {
  for (const [at, ms] of moments().entries()) {
    setTimeout(() => writeHeapSnapshot(join(folder, `${at}.heapsnapshot`)), ms).unref()
  }
}

/** @param {string} folder of the installed package */
function driveMemwatch(folder) {
  const memwatch = createRequire(import.meta.url)(folder)
  memwatch.on('leak', () => write({ kind: 'leak' }))
  memwatch.on('stats', () => write({ kind: 'stats' }))
  const [first, last] = moments()
  /** @type {{ end: () => { change?: { details?: { what: string, size_bytes: number }[] } } } | undefined} */
  let diff
  setTimeout(() => (diff = new memwatch.HeapDiff()), first).unref()
  setTimeout(() => {
    const details = diff?.end().change?.details ?? []
    const biggest = details.toSorted((a, b) => b.size_bytes - a.size_bytes).slice(0, 5)
    write({ kind: 'diff', grew: biggest.map(({ what, size_bytes: bytes }) => ({ what, bytes })) })
  }, last).unref()
}

if (isMainThread) {
  const { PEER_SNAPSHOTS: snapshots, PEER_MEMWATCH: memwatch } = process.env
  if (snapshots) takeSnapshots(snapshots)
  else if (memwatch) driveMemwatch(memwatch)
  else readMemory()
}
