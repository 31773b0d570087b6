// A mail gateway sends each message over TLS, with the settings of the customer that it is for.

import { createSecureContext } from 'node:tls'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const CUSTOMERS = 12

class Gateway {
  constructor() {
    this.contexts = new Map()
    this.sent = 0
  }

  contextFor(message) {
    const { customer } = message
    let context = this.contexts.get(customer)
    if (context === undefined) {
      context = createSecureContext({ ciphers: 'HIGH', sessionIdContext: String(customer) })
      this.contexts.set(customer, context)
    }
    return context
  }

  send(message) {
    if (this.contextFor(message) !== undefined) this.sent++
  }
}

const gateway = new Gateway()

let messages = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  gateway.send({ id: messages, customer: messages % CUSTOMERS })
  messages++
  await sleep(30)
}

console.log(`messages: ${messages}, sent: ${gateway.sent}, contexts: ${gateway.contexts.size}`)
