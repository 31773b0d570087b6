// Takes a batch of scans in every few seconds and waits in between. The scans are garbage after
// that, but an idle thread has no reason to collect them.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function takeIn(batch) {
  let sum = 0
  for (let scan = 0; scan < 6; scan++) {
    const pixels = new Uint8Array(512 * 1024).fill((batch + scan) % 256)
    sum += pixels[scan]
  }
  return sum
}

let batches = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sum += takeIn(batches)
  batches++
  await sleep(2500)
}

console.log(`scans: ${batches} batches, sum ${sum}`)
