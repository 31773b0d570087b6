// Counts the calls of an API by route, method and status. The routes are known, but the rare ones
// are met late.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const ROUTES = 150
const STATUS = [200, 201, 400, 404, 500]

const series = new Map()

function observe(labels, ms) {
  const key = JSON.stringify(labels)
  const known = series.get(key) ?? { labels, buckets: new Array(240).fill(0.5), count: 0 }
  known.buckets[Math.min(239, ms)]++
  known.count++
  series.set(key, known)
}

let calls = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = Math.min(1, (Date.now() - start) / (SECONDS * 550))
  const routes = Math.max(1, Math.ceil(share * ROUTES))
  for (let at = 0; at < 6; at++) {
    const route = `/api/v1/resource-${(calls * 7) % routes}`
    observe({ route, method: calls % 3 ? 'GET' : 'PUT', status: STATUS[calls % 5] }, calls % 300)
    calls++
  }
  await sleep(15)
}

console.log(`metrics: ${calls} calls, ${series.size} series`)
