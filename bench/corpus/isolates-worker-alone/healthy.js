// Draws floor plans for a letting agency. The drawing is done in a worker thread, so that the
// front end stays quick.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)

const draughtsman = new Worker(new URL('./draughtsman-fixed.js', import.meta.url))

async function draw(flat) {
  draughtsman.postMessage({ flat, rooms: 3 + (flat % 4) })
  const [plan] = await once(draughtsman, 'message')
  return plan.length
}

let characters = 0
let flats = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  characters += await draw(flats)
  flats++
  await sleep(15)
}

await draughtsman.terminate()
console.log(`plans: ${flats} drawn, ${characters} characters`)
