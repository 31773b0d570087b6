// A game server. Players come until the server is full, which takes two fifths of the run; then
// one comes when one leaves.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const SEATS = 1500

const players = new Map()
let joined = 0

function join() {
  const inventory = Array.from({ length: 150 }, (_, slot) => ({ slot, weight: slot / 2 }))
  players.set(joined, { name: `player ${joined}`, inventory })
  joined++
}

function leaveOldest() {
  const [oldest] = players.keys()
  players.delete(oldest)
}

const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const wanted = Math.min(SEATS, (SEATS * (Date.now() - start)) / (SECONDS * 400))
  while (players.size < wanted) join()
  if (players.size >= SEATS) {
    for (let at = 0; at < 3; at++) {
      leaveOldest()
      join()
    }
  }
  await sleep(40)
}

console.log(`game: ${joined} joined, ${players.size} playing`)
