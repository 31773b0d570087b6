// What a program pays for being read from outside: latency and throughput of an HTTP server while nobody reads it, while it
// is read as Tidemark does, and while it is read without a pause, which is the worst that could be. `itself` is a reader that
// reads its own memory without a pause: it takes as much of the machine and nothing of the server's locks. They take turns
// in short windows of one run, so that whatever else the machine does falls on all alike; only ratios are printed.
//
//     npm run build && node bench/process-watch/main.mjs
//
// WINDOWS and WINDOW_MS change how long it takes, NATIVE_BLOCKS how much there is to read.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'

const WINDOWS = Number(process.env.WINDOWS ?? 8)
const WINDOW_MS = Number(process.env.WINDOW_MS ?? 2500)
const CONNECTIONS = 4
const MODES = ['off', 'watch', 'full', 'itself']

const server = fork(fileURLToPath(new URL('./server.mjs', import.meta.url)))
const [{ port, blocks }] = await once(server, 'message')
const reader = fork(fileURLToPath(new URL('./reader.mjs', import.meta.url)), [String(server.pid)])
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

/** @returns {Promise<number>} its latency, ms */
function request() {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    get({ port, agent, path: '/page' }, (response) => {
      response.resume()
      response.on('end', () => resolve(performance.now() - startedAt))
    }).on('error', reject)
  })
}

/**
 * @typedef {{ latencies: number[], readings: number, costMs: number, residentBytes: number }} Window
 * @param {string} mode
 * @returns {Promise<Window>}
 */
async function windowOf(mode) {
  reader.send({ mode })
  /** @type {number[]} */
  const latencies = []
  const endsAt = performance.now() + WINDOW_MS
  const drive = async () => {
    while (performance.now() < endsAt) latencies.push(await request())
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, drive))
  reader.send({ mode: 'off', ask: true })
  const [told] = await once(reader, 'message')
  return { latencies, ...told }
}

/** @type {Record<string, Window[]>} */
const all = Object.fromEntries(MODES.map((mode) => [mode, []]))
await windowOf('off')
for (let round = 0; round < WINDOWS; round++) {
  for (const mode of MODES) all[mode].push(await windowOf(mode))
}
server.disconnect()
reader.disconnect()
agent.destroy()

/** @param {readonly number[]} sorted @param {number} share @returns {number} */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

/** @param {readonly number[]} values @returns {number} */
function median(values) {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}

/** @param {Window} window */
function figures({ latencies }) {
  const sorted = latencies.toSorted((a, b) => a - b)
  return { requests: sorted.length, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) }
}

const resident = Math.max(...(all.full ?? []).map((one) => one.residentBytes))
console.log(
  `${process.version}, ${blocks} native blocks, ${Math.round(resident / 1e6)} MB resident, ` +
    `${WINDOWS} windows of ${WINDOW_MS} ms each`,
)
console.log(
  '            requests    p50    p99   readings  ms each   (ratios to nobody reading, median of windows)',
)
for (const mode of MODES.slice(1)) {
  const ratios = (all[mode] ?? []).map((one, round) => {
    const own = figures(one)
    const bare = figures(all.off?.[round] ?? one)
    return {
      requests: own.requests / bare.requests,
      p50: own.p50 / bare.p50,
      p99: own.p99 / bare.p99,
    }
  })
  const readings = (all[mode] ?? []).reduce((sum, one) => sum + one.readings, 0)
  const cost = (all[mode] ?? []).reduce((sum, one) => sum + one.costMs, 0) / Math.max(1, readings)
  const shown = [
    ratios.map((one) => one.requests),
    ratios.map((one) => one.p50),
    ratios.map((one) => one.p99),
  ].map((values) => median(values).toFixed(3))
  console.log(
    `${mode.padEnd(10)}  ${shown[0]?.padStart(8)}  ${shown[1]}  ${shown[2]}  ${String(readings).padStart(8)}  ${cost.toFixed(1).padStart(7)}`,
  )
}
