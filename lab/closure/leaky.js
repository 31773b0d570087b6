// Publishes a price list again and again and says how many prices changed since the last one.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

let current = null

function publish(edition) {
  const previous = current
  const prices = []
  for (let item = 0; item < 120; item++) {
    prices.push({ item: `item-${item}-of-${edition}`, price: (item * edition) % 97 })
  }
  const countChanges = () => {
    if (previous === null) return prices.length
    return prices.filter((row, at) => row.price !== previous.prices[at].price).length
  }
  const changes = countChanges()
  current = {
    prices,
    changes,
    describe: () => `edition ${edition}: ${prices.length} prices`,
  }
}

let editions = 0
let changes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  publish(editions)
  changes += current.changes
  editions++
  await sleep(10)
}

console.log(`price list: ${current.describe()}, ${changes} changes in ${editions} editions`)
