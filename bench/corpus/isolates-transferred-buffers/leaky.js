// Records telephone calls. The program cuts the sound into pieces and hands each over to a worker
// thread, which mixes it into the recording of its call.

import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const PIECE_BYTES = 24 * 1024

const mixer = new Worker(new URL('./mixer.js', import.meta.url))
let mixed = 0
mixer.on('message', () => {
  mixed++
})

function cutPiece(call) {
  const sound = new Uint8Array(PIECE_BYTES)
  for (let at = 0; at < sound.length; at += 32) sound[at] = (call * at) % 251
  return sound
}

let pieces = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const sound = cutPiece(pieces)
  mixer.postMessage({ call: pieces >> 3, sound }, [sound.buffer])
  pieces++
  await sleep(20)
}

await mixer.terminate()
console.log(`calls: ${pieces} pieces cut, ${mixed} mixed`)
