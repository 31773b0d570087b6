// A price feed. Subscribers come and go; each one gets a heartbeat while it is subscribed.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const HEARTBEAT_MS = 15_000

let heartbeats = 0

class Subscriber {
  constructor(name) {
    this.name = name
    this.lastSeen = Date.now()
    this.quotes = []
    for (let symbol = 0; symbol < 120; symbol++) {
      this.quotes.push({ symbol: `${name}:${symbol}`, bid: symbol * 1.01, ask: symbol * 1.02 })
    }
    this.heartbeat = setInterval(() => this.ping(), HEARTBEAT_MS)
  }

  ping() {
    heartbeats++
    this.lastSeen = Date.now()
  }

  unsubscribe() {
    clearInterval(this.heartbeat)
    this.quotes.length = Math.min(this.quotes.length, 120)
    return this.quotes.length
  }
}

let served = 0
let quotes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const subscriber = new Subscriber(`subscriber-${served}`)
  await sleep(10)
  quotes += subscriber.unsubscribe()
  served++
}

console.log(`feed: ${served} subscribers, ${quotes} quotes, ${heartbeats} heartbeats`)
process.exit()
