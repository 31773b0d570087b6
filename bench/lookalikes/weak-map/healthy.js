// Keeps measurements beside the requests that they belong to, in a WeakMap, and the last hundred
// requests for the status page.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const SHOWN = 100

const measurements = new WeakMap()
const recent = []

function handle(number) {
  const request = { number, path: `/article/${number}` }
  const spans = Array.from({ length: 110 }, (_, at) => ({ at, ms: at / 9, request }))
  measurements.set(request, spans)
  recent.push(request)
  if (recent.length > SHOWN) recent.shift()
  return measurements.get(recent[0]).length
}

let requests = 0
let spans = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  spans += handle(requests)
  requests++
  await sleep(8)
}

console.log(`requests: ${requests}, ${spans} spans`)
