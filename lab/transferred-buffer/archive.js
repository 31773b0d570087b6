// Checks each page that is scanned, and has it at hand until it is filed.

import { parentPort } from 'node:worker_threads'

const pages = new Map()

function receive(number, scan) {
  pages.set(number, scan)
  let sum = 0
  for (let at = 0; at < scan.length; at += 64) sum = (sum + scan[at]) % 65_521
  return sum
}

parentPort.on('message', ({ number, scan, filed }) => {
  if (filed) pages.delete(number)
  else parentPort.postMessage({ number, sum: receive(number, scan) })
})
