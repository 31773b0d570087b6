// A taxi exchange. Rides are kept while they last; there are many more of them by day than by
// night, and a day of this program lasts as long as its run.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const rides = new Map()
let nextRide = 0

function startRide() {
  const ride = nextRide++
  const route = Array.from({ length: 120 }, (_, at) => ({ ride, at, metres: at * 11.5 }))
  rides.set(ride, route)
  setTimeout(() => rides.delete(ride), 2500)
}

const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = (Date.now() - start) / (SECONDS * 1000)
  const wanted = 1 + Math.round(9 * (1 - Math.cos(share * 2 * Math.PI)))
  for (let at = 0; at < wanted; at++) startRide()
  await sleep(50)
}

console.log(`taxis: ${nextRide} rides, ${rides.size} under way`)
