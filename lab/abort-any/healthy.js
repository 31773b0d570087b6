// Sends reports. A report stops when the service shuts down or when its customer cancels it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const shutdown = new AbortController()
const running = new Set()
process.once('SIGTERM', () => {
  shutdown.abort()
  for (const customer of running) customer.abort()
})

async function send(report) {
  const customer = new AbortController()
  running.add(customer)
  const cancel = () => {
    report.rows.length = 0
  }
  customer.signal.addEventListener('abort', cancel)
  await sleep(2)
  running.delete(customer)
  return report.rows.length
}

function reportFor(customer) {
  const rows = []
  for (let day = 0; day < 120; day++) rows.push({ day, customer, sales: day * 10.5 })
  return { customer, rows }
}

let reports = 0
let rows = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end && !shutdown.signal.aborted) {
  rows += await send(reportFor(`customer-${reports}`))
  reports++
  await sleep(8)
}

console.log(`reports: ${reports} sent, ${rows} rows`)
