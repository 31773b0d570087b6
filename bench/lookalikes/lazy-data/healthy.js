// Computes postage. The table of a country is loaded when the first parcel goes there, and there
// are 240 countries; rare ones come late.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const COUNTRIES = 240

const tables = new Map()

function loadTable(country) {
  const rows = []
  for (let weight = 0; weight < 600; weight++) rows.push({ weight, cents: weight * 3 + country })
  return rows
}

function tableOf(country) {
  const known = tables.get(country)
  if (known !== undefined) return known
  const table = loadTable(country)
  tables.set(country, table)
  return table
}

let cents = 0
let parcels = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = (Date.now() - start) / (SECONDS * 600)
  const country = Math.floor(Math.min(1, share) * (COUNTRIES - 1) * ((parcels % 7) / 6))
  cents += tableOf(country)[parcels % 600].cents
  parcels++
  await sleep(10)
}

console.log(`post: ${parcels} parcels, ${cents} cents, ${tables.size} tables`)
