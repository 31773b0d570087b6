// Handles the pictures of a satellite, which come in bursts when it passes over the station.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const AT_A_TIME = 1

class PictureQueue {
  constructor() {
    this.waiting = []
    this.running = 0
    this.handled = 0
  }

  add(picture) {
    this.waiting.push(picture)
    this.start()
  }

  start() {
    while (this.running < AT_A_TIME && this.waiting.length > 0) {
      this.running++
      void this.handle(this.waiting.shift())
    }
  }

  async handle(picture) {
    await sleep(20)
    this.handled += picture.tiles.length > 0 ? 1 : 0
    this.running--
    this.start()
  }
}

function takePicture(number) {
  const tiles = []
  for (let at = 0; at < 90; at++) {
    tiles.push({ x: at % 10, y: Math.floor(at / 10), cloud: Math.cos(number + at), number })
  }
  return { number, tiles }
}

const queue = new PictureQueue()
let pictures = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const overhead = (end - Date.now()) % 3000 < 2000
  if (overhead) queue.add(takePicture(pictures++))
  await sleep(8)
}

console.log(`satellite: ${pictures} pictures, ${queue.handled} handled`)
process.exit()
