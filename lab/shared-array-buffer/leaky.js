// Watches a furnace with heat cameras. A worker thread looks for hot spots in each picture, which lies in shared memory.

import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const PICTURE_BYTES = 48 * 1024
const CAMERAS = 4

const pictures = new Map()
const detector = new Worker(new URL('./detector.js', import.meta.url))
let looked = 0

function takePicture(number) {
  const camera = number % CAMERAS
  const heat = new Uint8Array(new SharedArrayBuffer(PICTURE_BYTES)).fill(number % 200)
  pictures.set(`${camera}/${number}`, heat)
  detector.postMessage({ camera, number, heat })
}

detector.on('message', ({ number }) => {
  pictures.delete(number)
  looked++
})

let taken = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  takePicture(taken)
  taken++
  await sleep(35)
}

await detector.terminate()
console.log(`pictures: ${taken} taken, ${looked} looked at`)
