// Renders a film in a worker thread. The frames go to the disk in the worker; a copy of each goes
// to a second port, for the preview window.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, MessageChannel, parentPort, Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const FRAME_BYTES = 48 * 1024

async function main() {
  const preview = new MessageChannel()
  const renderer = new Worker(new URL(import.meta.url))
  renderer.postMessage(preview.port2, [preview.port2])
  const frames = { shown: 0, rendered: 0 }
  renderer.on('message', (frame) => {
    frames.rendered = frame
  })
  preview.port1.on('message', () => {
    frames.shown++
  })
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) await sleep(250)
  preview.port1.close()
  await renderer.terminate()
  console.log(`film: ${frames.rendered} frames, ${frames.shown} shown`)
}

async function render() {
  const [previewPort] = await once(parentPort, 'message')
  for (let frame = 0; ; frame++) {
    const pixels = new Uint8Array(FRAME_BYTES).fill(frame % 256)
    sendPreview(previewPort, { frame, pixels })
    parentPort.postMessage(frame)
    await sleep(40)
  }
}

function sendPreview(port, picture) {
  port.postMessage(picture)
}

if (isMainThread) await main()
else await render()
