'use strict'
// Synchronises the clocks of a factory. A synchronisation ends when the factory closes or when it
// takes too long.

const { setMaxListeners } = require('node:events')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

const loaded = import('any-signal-4.1.1')
const closing = new AbortController()
setMaxListeners(0, closing.signal)

async function synchronise(clock) {
  const { anySignal } = await loaded
  const tooLong = new AbortController()
  const signal = anySignal([closing.signal, tooLong.signal])
  const offsets = Array.from({ length: 80 }, (_, at) => ({ clock, at, ms: at / 3 }))
  signal.addEventListener('abort', () => {
    offsets.length = 0
  })
  await sleep(1)
  signal.clear()
  return offsets.length
}

async function main() {
  let clocks = 0
  let offsets = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    offsets += await synchronise(clocks)
    clocks++
    await sleep(8)
  }
  console.log(`factory: ${clocks} clocks, ${offsets} offsets`)
}

main()
