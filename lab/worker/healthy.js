// Converts price lists. A list is parsed in a worker thread, so that the service stays responsive.

import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LINES = 3000

const parser = new URL('parser.js', import.meta.url)

function parse(list) {
  const worker = new Worker(parser, { resourceLimits: { maxOldGenerationSizeMb: 16 } })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.on('message', (prices) => {
      resolve({ name: list.name, lines: list.lines.length, prices })
      void worker.terminate()
    })
    worker.postMessage(list.lines)
  })
}

function priceList(number) {
  const lines = []
  for (let line = 0; line < LINES; line++) lines.push(`${number}-${line};${line * 1.01}`)
  return { name: `list ${number}`, lines }
}

let lists = 0
let total = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const { prices } = await parse(priceList(lists))
  total += prices
  lists++
  await sleep(400)
}

console.log(`converter: ${lists} lists, sum of prices ${Math.round(total)}`)
process.exit()
