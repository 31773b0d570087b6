// Measures how loud the calls of a call centre are, one call after the other at each desk.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const SAMPLES = 4096
const SEGMENTS_PER_CALL = 12

function openDesk(name) {
  return { name, segments: [] }
}

function record(segment) {
  const samples = new Float32Array(SAMPLES)
  for (let at = 0; at < samples.length; at += 8) samples[at] = Math.sin(segment + at / 40) / 2
  return samples
}

function finish(desk) {
  const call = desk.segments.slice(-SEGMENTS_PER_CALL)
  desk.segments.length = 0
  let sum = 0
  for (const samples of call) {
    for (let at = 0; at < samples.length; at += 8) sum += samples[at] * samples[at]
  }
  return Math.sqrt(sum / (call.length * SAMPLES))
}

const desks = ['reception', 'orders', 'complaints'].map(openDesk)
let segments = 0
let calls = 0
let loudest = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const rush = (end - Date.now()) % 9000 < 3000
  const desk = desks[Math.floor(segments / SEGMENTS_PER_CALL) % desks.length]
  desk.segments.push(record(segments))
  segments++
  if (segments % SEGMENTS_PER_CALL === 0) {
    loudest = Math.max(loudest, finish(desk))
    calls++
  }
  await sleep(rush ? 20 : 40)
}

console.log(`calls: ${calls} of ${segments} segments, loudest ${loudest.toFixed(3)}`)
