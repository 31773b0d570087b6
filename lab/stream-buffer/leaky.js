// Reads the meters of a district and sends each reading to the archive, over a slow line.

import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class ArchiveLine extends Writable {
  constructor() {
    super({ objectMode: true })
    this.sent = 0
  }

  _write(reading, encoding, done) {
    setTimeout(() => {
      this.sent++
      done()
    }, 100)
  }
}

const archive = new ArchiveLine()

function readMeter(number) {
  const reading = { number, takenAt: Date.now(), hours: [] }
  for (let hour = 0; hour < 100; hour++) {
    reading.hours.push({ meter: `meter ${number}`, hour, watts: 230.5 + hour })
  }
  return reading
}

async function collectReading(number) {
  archive.write(readMeter(number))
  await sleep(10)
}

let readings = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await collectReading(readings)
  readings++
}

archive.destroy()
console.log(`meters: ${readings} readings taken, ${archive.sent} archived`)
