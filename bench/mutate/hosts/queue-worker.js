// A worker at a job queue: orders come in bursts, wait, are priced one after the other, and are gone.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { loadCatalogue } from './catalogue.js'
import { atPace } from './pace.js'
// mutate: declarations

const SECONDS = Number(process.env.SECONDS ?? 60)
const HEAP_BYTES = Number(process.env.HEAP_BYTES ?? 32e6)
const PER_SECOND = Number(process.env.PER_SECOND ?? 100)
const BURST = 20

const catalogue = loadCatalogue(HEAP_BYTES)
const waiting = []
let total = 0

function receive(burst) {
  for (let at = 0; at < BURST; at++) {
    const lines = Array.from(
      { length: 8 },
      (_, line) => (burst * 131 + at * 17 + line * 7919) % catalogue.size,
    )
    waiting.push({ order: burst * BURST + at, lines })
  }
}

function priceOrder(order) {
  const prices = order.lines.map((id) => ({ id, price: catalogue.get(id).price * 1.19 }))
  total += prices.reduce((sum, line) => sum + line.price, 0)
  // mutate: each
  return prices
}

async function drain() {
  while (waiting.length > 0) {
    priceOrder(waiting.shift())
    if (waiting.length % BURST === 0) await nextTurn()
  }
}

const bursts = await atPace({ perSecond: PER_SECOND / BURST, seconds: SECONDS }, async (burst) => {
  receive(burst)
  await drain()
})
console.log(`${bursts * BURST} orders, ${total.toFixed(2)} in all`)
