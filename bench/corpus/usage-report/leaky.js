// Rents out bicycles. Rides are reported to the city, once the operator has consented to it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

let reported = 0
let consented = false

const consent = new Promise((resolve) => {
  process.once('SIGUSR2', () => {
    consented = true
    resolve(Date.now())
  })
})

function report(ride) {
  reported += ride.track.length
}

function finishRide(bicycle, minutes) {
  const track = []
  for (let minute = 0; minute < minutes; minute++) {
    track.push({ minute, north: 52.5 + minute / 7000, east: 13.4 + bicycle / 9000 })
  }
  const ride = { bicycle, minutes, track }
  consent.then(() => report(ride))
  return minutes * 0.15
}

const prices = []
for (let street = 0; street < 250_000; street++) prices.push({ street, extra: (street % 7) / 10 })

let rides = 0
let income = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const minutes = 20 + ((rides * 37) % 90)
  income += finishRide(rides % 300, minutes) + prices[rides % prices.length].extra
  rides++
  await sleep(100)
}

console.log(`bicycles: ${rides} rides, ${income.toFixed(2)} EUR, consent ${consented}, ${reported}`)
