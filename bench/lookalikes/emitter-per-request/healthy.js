// Streams football results. Each visitor listens to the ticker while the page is open, and stops
// when it is closed.

import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const ticker = new EventEmitter()
ticker.setMaxListeners(0)

async function visit(visitor) {
  const shown = Array.from({ length: 100 }, (_, match) => ({ match, visitor, goals: match / 2 }))
  const show = (goal) => {
    shown[goal % shown.length].goals++
  }
  ticker.on('goal', show)
  try {
    await sleep(2000)
  } finally {
    ticker.off('goal', show)
  }
}

let visitors = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  void visit(visitors)
  visitors++
  if (visitors % 20 === 0) ticker.emit('goal', visitors)
  await sleep(12)
}

await sleep(2100)
console.log(`football: ${visitors} visitors, ${ticker.listenerCount('goal')} listening`)
