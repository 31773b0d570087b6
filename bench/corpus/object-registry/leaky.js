// A picture gallery. Pictures are decoded when they are shown; statistics say how many are in memory.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

let inMemory = 0

const finished = new FinalizationRegistry(({ bytes }) => {
  inMemory -= bytes
})

function decode(name) {
  const rows = []
  for (let row = 0; row < 70; row++) {
    rows.push({ row, text: `${name}:${row}`, brightness: Math.sin(row) * 100 })
  }
  return { name, rows, shown: 0 }
}

function follow(picture) {
  const bytes = picture.rows.length * 96
  const statistics = { picture, bytes }
  inMemory += bytes
  finished.register(picture, statistics)
  return statistics
}

function show(picture) {
  const { bytes } = follow(picture)
  picture.shown++
  return bytes
}

let pictures = 0
let bytes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  bytes += show(decode(`picture-${pictures}`))
  pictures++
  await sleep(10)
}

console.log(`gallery: ${pictures} pictures, ${bytes} bytes shown, ${inMemory} in memory`)
