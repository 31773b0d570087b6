// An internet radio. The programme goes to the listeners and, by day, to the archive.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const CHUNK_BYTES = 16 * 1024
const ARCHIVE_OPEN = process.env.ARCHIVE === 'open'

let archived = 0
const end = Date.now() + SECONDS * 1000

async function encode(second) {
  const chunk = new Uint8Array(CHUNK_BYTES)
  for (let at = 0; at < chunk.length; at += 32) chunk[at] = (second * at) % 256
  await sleep(30)
  return chunk
}

let chunks = 0
const programme = new ReadableStream({
  async pull(controller) {
    if (Date.now() >= end) controller.close()
    else controller.enqueue(await encode(chunks++))
  },
})

async function archive(stream) {
  for await (const chunk of stream) archived += chunk.length
}

async function broadcast(stream) {
  let sent = 0
  let loudness = 0
  for await (const chunk of stream) {
    sent += chunk.length
    loudness = Math.max(loudness, chunk[1024])
  }
  return { sent, loudness }
}

const [forListeners, forArchive] = programme.tee()
if (ARCHIVE_OPEN) archive(forArchive)
else forArchive.cancel()

const { sent, loudness } = await broadcast(forListeners)
console.log(`radio: ${chunks} chunks, ${sent} bytes sent, ${archived} archived, ${loudness}`)
process.exit()
