// Converts invoices to the tax office's format. Each batch gets a fresh worker thread, so that a
// broken invoice cannot spoil the next batch.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)

async function convert(batch) {
  const converter = new Worker(new URL('./converter.js', import.meta.url))
  converter.postMessage(batch)
  const [documents] = await once(converter, 'message')
  await converter.terminate()
  return documents.length
}

let batches = 0
let documents = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  documents += await convert({ number: batches, invoices: 40 })
  batches++
  await sleep(600)
}

console.log(`tax office: ${batches} batches, ${documents} documents`)
process.exit()
