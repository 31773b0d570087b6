// Reserves seats. A reservation lapses by a timer after three tenths of the run; as many are made
// as lapse from then on.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LAPSES_AFTER_MS = SECONDS * 300

let lapsed = 0

function reserve(number) {
  const seats = Array.from({ length: 100 }, (_, seat) => ({ seat, number, price: seat / 4 }))
  setTimeout(() => {
    lapsed += seats.length > 0 ? 1 : 0
  }, LAPSES_AFTER_MS)
}

let made = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  reserve(made)
  made++
  await sleep(15)
}

console.log(`theatre: ${made} reserved, ${lapsed} lapsed`)
process.exit()
