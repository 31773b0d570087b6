// Parses the lines of a price list and sends the sum of its prices.

import { parentPort } from 'node:worker_threads'

parentPort.on('message', (lines) => {
  let sum = 0
  for (const line of lines) sum += Number(line.split(';')[1])
  parentPort.postMessage(sum)
})
