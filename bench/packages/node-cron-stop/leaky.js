'use strict'
// Waters plants. Each bed has its own schedule; when the weather changes, the old schedule is
// stopped and a new one takes its place.

const { setTimeout: sleep } = require('node:timers/promises')
const cron = require('node-cron-3.0.3')

const SECONDS = Number(process.env.SECONDS ?? 40)
const BEDS = 20

const schedules = new Array(BEDS).fill(null)

function plan(bed, change) {
  const valves = Array.from({ length: 60 }, (_, at) => ({ bed, at, litres: change / (at + 1) }))
  schedules[bed]?.stop()
  const water = () => {
    valves[0].litres++
  }
  schedules[bed] = cron.schedule('0 4 * * *', water)
}

async function main() {
  let changes = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    plan(changes % BEDS, changes)
    changes++
    await sleep(15)
  }
  console.log(`garden: ${changes} changes`)
  process.exit()
}

main()
