// Sends mails through a mail server that takes one at a time. Orders come in faster than that for now.

import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const server = new EventEmitter()
const outbox = []
let sent = 0

async function deliver(mail) {
  await new Promise((resolve) => server.once('ready', resolve))
  sent += mail.lines.length > 0 ? 1 : 0
}

async function sendMails() {
  for (;;) {
    const mail = outbox.shift()
    if (mail === undefined) await sleep(5)
    else await deliver(mail)
  }
}

function confirmation(order) {
  const lines = []
  for (let line = 0; line < 200; line++) lines.push({ order, line, price: line * 1.25 })
  return { to: `customer-${order}@example.com`, lines }
}

void sendMails()

let orders = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  outbox.push(confirmation(orders))
  orders++
  await sleep(10)
}

console.log(`shop: ${orders} orders, ${sent} mails sent, ${outbox.length} waiting`)
process.exit()
