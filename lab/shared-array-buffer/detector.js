// Looks for hot spots in the pictures of heat cameras.

import { parentPort } from 'node:worker_threads'

const HOT = 180

parentPort.on('message', ({ camera, number, heat }) => {
  let spots = 0
  for (let at = 0; at < heat.length; at += 64) if (heat[at] > HOT) spots++
  parentPort.postMessage({ camera, number, spots })
})
