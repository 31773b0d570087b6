// Reads a ticker of exchange rates. The ticker is often down for a moment; the status page shows why.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class FeedError extends Error {
  constructor(message, { cause, answer }) {
    super(message, { cause })
    this.name = 'FeedError'
    this.answer = answer
  }
}

class RateFeed {
  constructor(download) {
    this.download = download
    this.lastError = null
    this.rates = new Map()
    this.failures = 0
  }

  async poll() {
    const answer = await this.download()
    if (answer.length < 150) {
      this.failures++
      const reason = `ticker sent ${answer.length} of 160 rates`
      this.lastError = new FeedError(reason, { cause: this.lastError, answer })
      return
    }
    this.lastError = null
    for (const { pair, rate } of answer) this.rates.set(pair, rate)
  }

  status() {
    if (!this.lastError) return 'ok'
    return this.lastError.message
  }
}

let downloads = 0

async function download() {
  await sleep(2)
  downloads++
  const size = downloads % 3 === 0 ? 90 + (downloads % 40) : 160
  const answer = []
  for (let at = 0; at < size; at++) {
    answer.push({ pair: `EUR/C${at}`, rate: 1 + ((downloads * at) % 1000) / 1000, at: downloads })
  }
  return answer
}

const feed = new RateFeed(download)
let shown = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await feed.poll()
  shown += feed.status().length
  await sleep(10)
}

console.log(`rates: ${downloads} downloads, ${feed.failures} failed, ${shown} characters of status`)
