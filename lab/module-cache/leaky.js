// Quotes parcel prices. The price table may change at any time, so it is read again for each quote.

const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)
const RATES = require.resolve('./rates.json')

function loadRates() {
  delete require.cache[RATES]
  return require(RATES)
}

function quote(parcel) {
  const { zones } = loadRates()
  const rows = zones[`zone-${parcel % 16}`]
  return rows.findLast((row) => row.from <= parcel % 100).price
}

async function main() {
  let parcels = 0
  let total = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    total += quote(parcels)
    parcels++
    await sleep(15)
  }
  console.log(`rates: ${parcels} parcels quoted, ${total.toFixed(2)} EUR`)
}

main()
