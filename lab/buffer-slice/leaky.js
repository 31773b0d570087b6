// Receives camera frames and keeps the headers of the last frames for the status page.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const FRAME_BYTES = 64 * 1024
const HEADER_BYTES = 32
const KEPT_HEADERS = 10_000

const headers = Array.from({ length: KEPT_HEADERS }, () => null)

function receiveFrame(sequence) {
  const frame = Buffer.alloc(FRAME_BYTES, sequence % 251)
  frame.writeUInt32BE(sequence, 0)
  headers[sequence % KEPT_HEADERS] = frame.subarray(0, HEADER_BYTES)
  return frame.length
}

let frames = 0
let bytes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  bytes += receiveFrame(frames)
  frames++
  await sleep(50)
}

const last = headers[(frames - 1) % KEPT_HEADERS].readUInt32BE(0)
console.log(`camera: ${frames} frames, ${bytes} bytes, last frame ${last}`)
