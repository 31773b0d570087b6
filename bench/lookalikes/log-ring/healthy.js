// Keeps the last log lines in memory, to be written when something fails. The ring is full after
// two thirds of the run.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LINES_A_TICK = 10
const CAPACITY = SECONDS * 400

const ring = []
let next = 0

function log(text) {
  const line = { at: Date.now() + 0.5, text }
  if (ring.length < CAPACITY) ring.push(line)
  else ring[next] = line
  next = (next + 1) % CAPACITY
}

let ticks = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  for (let at = 0; at < LINES_A_TICK; at++) {
    log(
      `tick ${ticks}: step ${at} of ${LINES_A_TICK} done, ${'queue is fine '.repeat(1 + (at % 4))}`,
    )
  }
  ticks++
  await sleep(15)
}

console.log(`log: ${ticks * LINES_A_TICK} lines, ${ring.length} kept`)
