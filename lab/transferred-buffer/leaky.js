// Scans the pages of old land registers. A worker thread checks each page; its pixels are handed over, not copied.

import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const PAGE_BYTES = 48 * 1024

const archive = new Worker(new URL('./archive.js', import.meta.url))
let filed = 0

function scanPage(number) {
  const scan = new Uint8Array(PAGE_BYTES)
  for (let at = 0; at < scan.length; at += 64) scan[at] = (number * at) % 256
  return scan
}

archive.on('message', () => {
  filed++
})

let pages = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const scan = scanPage(pages)
  archive.postMessage({ number: pages, scan }, [scan.buffer])
  pages++
  await sleep(35)
}

await archive.terminate()
console.log(`pages: ${pages} scanned, ${filed} filed`)
