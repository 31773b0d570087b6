'use strict'
// Reads the meters of a water works. A meter that answers nonsense is left out of the sum.

const { setTimeout: sleep } = require('node:timers/promises')
const Q = require('q')

const SECONDS = Number(process.env.SECONDS ?? 40)

function readMeter(meter) {
  return Q.fcall(() => {
    if (meter % 3 === 0) throw new RangeError(`meter ${meter} answers nonsense`)
    return meter % 50
  })
}

async function main() {
  let meters = 0
  let litres = 0
  const add = (amount) => {
    litres += amount
  }
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    for (let at = 0; at < 9; at++) readMeter(meters++).then(add, () => undefined)
    await sleep(20)
  }
  console.log(`water: ${meters} meters, ${litres} litres`)
}

main()
