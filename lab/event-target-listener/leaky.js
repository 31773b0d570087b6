// Converts documents one after the other. Each conversion stops at once when the service shuts down.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const shutdown = new AbortController()
process.once('SIGTERM', () => shutdown.abort())

async function convert(documentId) {
  const job = { documentId, cancelled: false, pages: [] }
  shutdown.signal.addEventListener('abort', () => {
    job.cancelled = true
  })
  for (let page = 0; page < 100 && !job.cancelled; page++) {
    job.pages.push({ page, heading: `${documentId}, page ${page}`, width: 210.5, height: 297.5 })
  }
  await sleep(2)
  return job.pages.length
}

let documents = 0
let pages = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end && !shutdown.signal.aborted) {
  pages += await convert(`document-${documents}`)
  documents++
  await sleep(8)
}

console.log(`converter: ${documents} documents, ${pages} pages`)
