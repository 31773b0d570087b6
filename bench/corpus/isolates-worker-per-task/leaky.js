// Checks photographs for faces with a small pool of worker threads.

import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)

class Pool {
  #idle = []
  #members = new Set()

  constructor(size) {
    this.size = size
  }

  run(photo) {
    const member = this.#idle.pop() ?? this.#hire()
    return new Promise((resolve, reject) => {
      member.once('error', reject)
      member.once('message', (faces) => {
        member.off('error', reject)
        this.#release(member)
        resolve(faces)
      })
      member.postMessage(photo)
    })
  }

  #hire() {
    const member = new Worker(new URL(import.meta.url))
    this.#members.add(member)
    return member
  }

  #release(member) {
    if (this.#members.size < this.size) this.#idle.push(member)
  }

  close() {
    return Promise.all([...this.#members].map((member) => member.terminate()))
  }
}

async function main() {
  const pool = new Pool(2)
  let photos = 0
  let faces = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    const pair = [photos, photos + 1].map((photo) => {
      return pool.run({ photo, pixels: new Uint8Array(4096).fill(photo) })
    })
    for (const found of await Promise.all(pair)) faces += found
    photos += pair.length
    await sleep(1200)
  }
  await pool.close()
  console.log(`photographs: ${photos} checked, ${faces} faces`)
}

function findFaces({ photo, pixels }) {
  let sum = photo
  for (const pixel of pixels) sum += pixel
  parentPort.postMessage(sum % 3)
}

if (isMainThread) await main()
else parentPort.on('message', findFaces)
