// A service whose work is done in one worker thread: the main thread hands out routes and counts them.

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { atPace } from './pace.js'

const SECONDS = Number(process.env.SECONDS ?? 60)
const PER_SECOND = Number(process.env.PER_SECOND ?? 100)

const worker = new Worker(new URL('./worker-service-thread.js', import.meta.url))
await once(worker, 'message')
let stops = 0

const routes = await atPace({ perSecond: PER_SECOND, seconds: SECONDS }, async (id) => {
  worker.postMessage(id)
  const [count] = await once(worker, 'message')
  stops += count
})
console.log(`${routes} routes, ${stops} stops`)
await worker.terminate()
