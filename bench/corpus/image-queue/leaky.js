// Handles the pictures of a satellite, which come in bursts when it passes over the station.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const AT_A_TIME = 3

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
    const isClear = picture.tiles.some((tile) => tile.cloud < -0.2)
    if (!isClear) return
    this.handled++
    this.running--
    this.start()
  }
}

function takePicture(number) {
  const tiles = []
  const cover = number % 40 === 0 ? 0.1 : 1
  for (let at = 0; at < 90; at++) {
    tiles.push({ x: at % 10, y: Math.floor(at / 10), cloud: cover * Math.cos(number + at), number })
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
