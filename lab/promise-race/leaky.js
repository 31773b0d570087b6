// Works through a queue of invoices. Each one is given up when the service shuts down.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const shutdown = new Promise((resolve) => {
  process.once('SIGTERM', () => resolve(null))
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
  const invoice = await Promise.race([loadInvoice(number), shutdown])
  return invoice === null ? 0 : invoice.lines.length
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
