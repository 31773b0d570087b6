'use strict'
// Checks the tickets of a ferry. Each check logs under the name of its ship and passenger.

const { setTimeout: sleep } = require('node:timers/promises')
const debug = require('debug-4.3.4')

const SECONDS = Number(process.env.SECONDS ?? 40)

function check(ticket) {
  const log = debug(`ferry:ship-${ticket % 6}:passenger-${ticket}`)
  log('checking %d', ticket)
  return ticket % 9 !== 0
}

async function main() {
  let tickets = 0
  let valid = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    for (let at = 0; at < 8; at++) if (check(tickets++)) valid++
    await sleep(10)
  }
  console.log(`ferry: ${tickets} checked, ${valid} valid`)
}

main()
