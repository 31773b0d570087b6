// Keeps the sessions of an online shop for a quarter of the run. From then on as many expire as
// begin.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const EXPIRES_AFTER_MS = SECONDS * 250

const sessions = new Map()

function begin(visitor) {
  const viewed = Array.from({ length: 110 }, (_, article) => ({
    article,
    visitor,
    euros: article / 3,
  }))
  sessions.set(visitor, { viewed, expiresAt: Date.now() + EXPIRES_AFTER_MS })
}

function expire() {
  const now = Date.now()
  for (const [visitor, session] of sessions) if (session.expiresAt < now) sessions.delete(visitor)
}

const sweeper = setInterval(expire, 500)
let visitors = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  begin(visitors)
  visitors++
  await sleep(12)
}

clearInterval(sweeper)
console.log(`shop: ${visitors} visitors, ${sessions.size} sessions`)
