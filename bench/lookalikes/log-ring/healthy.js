// Keeps the last log lines in memory, to be written when something fails. The ring is full after
// two thirds of the run.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LINES_A_TICK = 10
const TICKS_A_SECOND = 60
const CAPACITY = SECONDS * LINES_A_TICK * 40

const ring = []
let next = 0

function log(text) {
  const line = { at: Date.now() + 0.5, text }
  if (ring.length < CAPACITY) ring.push(line)
  else ring[next] = line
  next = (next + 1) % CAPACITY
}

function tick(number) {
  for (let at = 0; at < LINES_A_TICK; at++) {
    log(`tick ${number}: step ${at} done, ${'queue is fine '.repeat(1 + (at % 4))}`)
  }
}

let ticks = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const due = ((Date.now() - start) / 1000) * TICKS_A_SECOND
  while (ticks < due) tick(ticks++)
  await sleep(15)
}

console.log(`log: ${ticks * LINES_A_TICK} lines, ${ring.length} kept`)
