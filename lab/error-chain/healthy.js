// Asks a weather station every few milliseconds. It is often away; the last failure is kept for the status page.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class StationAway extends Error {
  constructor(reading, earlier) {
    super(`no answer to reading ${reading.number}`, { cause: earlier?.message })
    this.reading = reading
  }
}

const status = { answered: 0, failed: 0, lastFailure: undefined }

function newReading(number) {
  const reading = { number, sensors: [] }
  for (let sensor = 0; sensor < 100; sensor++) {
    reading.sensors.push({ name: `sensor ${sensor} of reading ${number}`, value: sensor * 0.25 })
  }
  return reading
}

async function ask(reading) {
  await sleep(2)
  if (reading.number % 10 !== 0) throw new StationAway(reading, status.lastFailure)
  return reading.sensors.length
}

async function poll(number) {
  try {
    status.answered += await ask(newReading(number))
  } catch (error) {
    status.failed++
    status.lastFailure = error
  }
}

let polls = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await poll(polls)
  polls++
  await sleep(8)
}

console.log(
  `weather: ${polls} polls, ${status.failed} failed, last: ${status.lastFailure?.message}`,
)
