// Collects the bids of four auction rooms, one worker thread a room. When the hammer falls, the
// room gives its bids to the archive.

import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LOTS_PER_HAMMER = 25

const rooms = ['ceramics', 'clocks', 'paintings', 'silver'].map((workerData) => {
  return new Worker(new URL('./room.js', import.meta.url), { workerData })
})

function bidAround(lot) {
  for (const room of rooms) room.postMessage({ type: 'bid', lot })
}

function hammer() {
  for (let room = 1; room < rooms.length; room++) rooms[room].postMessage({ type: 'hammer' })
}

let lots = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  bidAround(lots)
  lots++
  if (lots % LOTS_PER_HAMMER === 0) hammer()
  await sleep(20)
}

for (const room of rooms) await room.terminate()
console.log(`auction: ${lots} lots in ${rooms.length} rooms`)
