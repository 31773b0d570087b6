// Receives files in chunks. Chunks are put into buffers of a pool that grows to what was ever
// needed at once, 400 of 64 kB, and is never given back.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const MOST = 400

const free = []
let made = 0

function take() {
  const pooled = free.pop()
  if (pooled !== undefined) return pooled
  made++
  return Buffer.alloc(64 * 1024, made % 256)
}

async function receive(chunks) {
  const buffers = Array.from({ length: chunks }, take)
  for (const buffer of buffers) buffer.writeUInt32LE(chunks, 0)
  await sleep(60)
  free.push(...buffers)
}

let files = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = Math.min(1, (Date.now() - start) / (SECONDS * 600))
  await receive(Math.ceil(share * MOST * (0.7 + (files % 4) / 10)))
  files++
  await sleep(60)
}

console.log(`files: ${files} received, ${made} buffers`)
