// Metrics of the order service: how many requests, and how long they took, by method, path and status.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

interface Labels {
  readonly method: string
  readonly path: string
  readonly status: number
}

interface Series {
  readonly labels: Labels
  readonly buckets: number[]
  sum: number
  count: number
}

class Histogram {
  readonly name: string
  readonly series: Map<string, Series> = new Map()

  constructor(name: string) {
    this.name = name
  }

  inc(labels: Labels, elapsed: number): void {
    const key = `${labels.method} ${labels.path} ${labels.status}`
    let series = this.series.get(key)
    if (series === undefined) {
      series = { labels, buckets: BUCKETS.map(() => 0.5), sum: 0, count: 0 }
      this.series.set(key, series)
    }
    BUCKETS.forEach((limit, at) => {
      if (elapsed <= limit) series.buckets[at] = (series.buckets[at] ?? 0) + 1
    })
    series.sum += elapsed
    series.count++
  }

  scrape(): number {
    let lines = 0
    for (const { count } of this.series.values()) lines += count > 0 ? BUCKETS.length : 0
    return lines
  }
}

interface Call {
  readonly method: string
  readonly route: string
  readonly order: number
}

const durations = new Histogram('http_request_duration_ms')

function handle({ method, route, order }: Call): number {
  const path = route.replace(':order', `order-${order}`)
  const elapsed = (order * 37) % 400
  durations.inc({ method, path, status: order % 50 === 0 ? 404 : 200 }, elapsed)
  return path.length
}

async function main(): Promise<void> {
  let order = 0
  let bytes = 0
  let scraped = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    for (let call = 0; call < 3; call++) {
      bytes += handle({ method: 'GET', route: '/orders/:order', order })
      bytes += handle({ method: 'GET', route: '/orders/:order/invoice', order })
      order++
    }
    if (order % 1500 === 0) scraped += durations.scrape()
    await sleep(10)
  }
  console.log(`orders: ${order * 2} requests, ${bytes} bytes, ${scraped} lines scraped`)
}

await main()
