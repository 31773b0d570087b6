// Keeps the last positions of a fleet in a ring of slots that was made to its size at the start. This run fills less
// than half of it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const POSITIONS_A_SECOND = 80
const slots = new Array(SECONDS * POSITIONS_A_SECOND * 3)

let written = 0

function report(van) {
  const track = Array.from({ length: 60 }, (_, at) => ({ at, east: van + at, north: van - at }))
  slots[written++ % slots.length] = { van, track }
}

const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const wanted = ((Date.now() - start) / 1000) * POSITIONS_A_SECOND
  while (written < wanted) report(written % 40)
  await sleep(20)
}

console.log(`fleet: ${written} positions of at most ${slots.length}`)
