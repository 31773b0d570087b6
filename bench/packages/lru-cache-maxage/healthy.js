'use strict'
// Converts currencies. A rate is good for half a second.

const { setTimeout: sleep } = require('node:timers/promises')
const LRU = require('lru-cache')

const SECONDS = Number(process.env.SECONDS ?? 40)

const rates = new LRU({ max: 200, maxAge: 500 })

function rateAt(second) {
  const known = rates.get(second)
  if (known !== undefined) return known
  const table = Array.from({ length: 100 }, (_, currency) => ({ currency, rate: currency / 7 }))
  rates.set(second, table)
  return table
}

async function main() {
  let asked = 0
  let sum = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    sum += rateAt(asked)[asked % 100].rate
    asked++
    await sleep(10)
  }
  console.log(`bank: ${asked} asked, ${sum.toFixed(1)}`)
}

main()
