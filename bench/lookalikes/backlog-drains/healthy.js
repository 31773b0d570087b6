// Scans letters. For a third of the run more come in than are read; then fewer do, and the pile
// is worked off.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const pile = []
let scanned = 0
let read = 0

function scan() {
  pile.push({
    number: scanned++,
    words: Array.from({ length: 90 }, (_, at) => ({ at, x: at / 3 })),
  })
}

function readOne() {
  const letter = pile.shift()
  if (letter !== undefined) read += letter.words.length > 0 ? 1 : 0
}

const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const isRush = Date.now() - start < SECONDS * 333
  for (let at = 0; at < (isRush ? 6 : 1); at++) scan()
  for (let at = 0; at < 3; at++) readOne()
  await sleep(30)
}

console.log(`letters: ${scanned} scanned, ${read} read, ${pile.length} on the pile`)
