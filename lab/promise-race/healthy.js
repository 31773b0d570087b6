// Works through a queue of invoices. Each one is given up when the service shuts down.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const running = new Set()
process.once('SIGTERM', () => {
  for (const stop of running) stop(null)
})

async function loadInvoice(number) {
  await sleep(2)
  const invoice = { number, lines: [] }
  for (let line = 0; line < 100; line++) {
    invoice.lines.push({ text: `invoice ${number}, line ${line}`, amount: line * 1.5, line })
  }
  return invoice
}

async function bookInvoice(number) {
  const { promise: shutdown, stop } = stoppable()
  running.add(stop)
  try {
    const invoice = await Promise.race([loadInvoice(number), shutdown])
    return invoice === null ? 0 : invoice.lines.length
  } finally {
    running.delete(stop)
  }
}

function stoppable() {
  let stop
  const promise = new Promise((resolve) => {
    stop = resolve
  })
  return { promise, stop }
}

let invoices = 0
let lines = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  lines += await bookInvoice(invoices)
  invoices++
  await sleep(8)
}

console.log(`invoices: ${invoices} booked, ${lines} lines`)
