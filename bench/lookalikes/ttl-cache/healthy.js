// Looks up addresses in the land register. An answer is good for half of the time that this
// program runs, and is dropped then.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const TTL_MS = SECONDS * 500

const answers = new Map()

function sweep(now) {
  for (const [address, { validUntil }] of answers) {
    if (validUntil > now) break
    answers.delete(address)
  }
}

function lookUp(address) {
  const now = Date.now()
  sweep(now)
  const known = answers.get(address)
  if (known !== undefined) return known.parcels
  const parcels = Array.from({ length: 100 }, (_, at) => ({ address, at, acres: at / 3 }))
  answers.set(address, { parcels, validUntil: now + TTL_MS })
  return parcels
}

let asked = 0
let parcels = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  parcels += lookUp(`street ${asked}`).length
  asked++
  await sleep(18)
}

console.log(`register: ${asked} asked, ${parcels} parcels, ${answers.size} answers kept`)
