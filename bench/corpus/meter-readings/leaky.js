// Collects the readings of electricity meters, which come in bundles, and keeps the last one of each.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const BUNDLE_BYTES = 32 * 1024
const READING_BYTES = 24
const METERS = 20_000

class MeterBook {
  constructor() {
    this.lastReadings = new Map()
    const register = Buffer.alloc(METERS * READING_BYTES)
    for (let meter = 0; meter < METERS; meter++) {
      const from = meter * READING_BYTES
      this.lastReadings.set(meter, register.subarray(from, from + READING_BYTES))
    }
  }

  take(bundle) {
    const count = bundle.readUInt16BE(0)
    for (let at = 0; at < count; at++) {
      const from = 16 + at * READING_BYTES
      const reading = bundle.subarray(from, from + READING_BYTES)
      this.lastReadings.set(reading.readUInt32BE(0), reading)
    }
  }

  total() {
    let total = 0
    for (const reading of this.lastReadings.values()) total += reading.readUInt32BE(4)
    return total
  }
}

function receiveBundle(sequence) {
  const bundle = Buffer.allocUnsafeSlow(BUNDLE_BYTES).fill(0)
  bundle.writeUInt16BE(6, 0)
  for (let at = 0; at < 6; at++) {
    const from = 16 + at * READING_BYTES
    bundle.writeUInt32BE((sequence * 6 + at) % METERS, from)
    bundle.writeUInt32BE(sequence % 1000, from + 4)
    bundle.writeDoubleBE(sequence / 7, from + 8)
  }
  return bundle
}

const book = new MeterBook()
let bundles = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  book.take(receiveBundle(bundles))
  bundles++
  await sleep(35)
}

console.log(`meters: ${bundles} bundles, ${book.lastReadings.size} meters, total ${book.total()}`)
