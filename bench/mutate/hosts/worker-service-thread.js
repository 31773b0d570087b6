// The worker thread of worker-service.js: plans a route through some articles.

import { parentPort } from 'node:worker_threads'
import { loadCatalogue } from './catalogue.js'
// mutate: declarations

const HEAP_BYTES = Number(process.env.HEAP_BYTES ?? 32e6)
const STOPS = 12

const catalogue = loadCatalogue(HEAP_BYTES)

function planRoute(id) {
  const stops = Array.from({ length: STOPS }, (_, at) =>
    catalogue.get((id * 53 + at * 7919) % catalogue.size),
  )
  const route = stops.toSorted((a, b) => a.price - b.price).map((stop) => ({ ...stop }))
  // mutate: each
  return route.length
}

parentPort.on('message', (id) => parentPort.postMessage(planRoute(id)))
parentPort.postMessage(catalogue.size)
