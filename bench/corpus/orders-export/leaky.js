// Exports orders to an archive on tape. The archive takes one batch after the other.

import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class Archive extends Writable {
  constructor(options) {
    super({ ...options, objectMode: true })
    this.taken = 0
  }

  _write(batch, _encoding, done) {
    this.taken += batch.length
    setTimeout(done, 16)
  }
}

const archive = new Archive({ highWaterMark: 16 })

async function exportDay(day) {
  const batch = []
  for (let order = 0; order < 110; order++) {
    batch.push({ day, order, article: `article ${(day * order) % 977}`, price: order * 1.07 })
  }
  archive.write(batch)
  await sleep(8)
  return batch.length
}

let days = 0
let orders = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  orders += await exportDay(days)
  days++
}

console.log(`export: ${days} days, ${orders} orders, ${archive.taken} archived`)
process.exit()
