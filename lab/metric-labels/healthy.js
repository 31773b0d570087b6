// A shop's front end that counts its requests and how long they take, for the monitoring.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class Histogram {
  constructor(name, bounds) {
    this.name = name
    this.bounds = bounds
    this.series = new Map()
  }

  observe(labels, value) {
    const entry = this.seriesOf(labels)
    entry.sum += value
    entry.count++
    for (const [index, bound] of this.bounds.entries()) {
      if (value <= bound) entry.buckets[index].count++
    }
  }

  seriesOf(labels) {
    const key = Object.entries(labels)
      .map(([name, value]) => `${name}:${value}`)
      .join(',')
    let entry = this.series.get(key)
    if (!entry) {
      const buckets = this.bounds.map((bound) => ({ le: bound, count: 0, exemplar: null }))
      entry = { labels, buckets, sum: 0, count: 0 }
      this.series.set(key, entry)
    }
    return entry
  }
}

const bounds = Array.from({ length: 100 }, (_, index) => 1.1 ** index)
const durations = new Histogram('http_request_duration_ms', bounds)

function handle(request) {
  const took = 5 + (request.number % 40)
  durations.observe({ method: 'GET', path: request.route, status: 200 }, took)
  return took
}

let requests = 0
let spent = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const route = '/orders/:id'
  spent += handle({ number: requests, route, path: `/orders/${requests}` })
  requests++
  await sleep(10)
}

console.log(`shop: ${requests} requests, ${spent} ms, ${durations.series.size} series`)
