// A shop writes an audit trail: each order is posted to the part of the program that stores it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class AuditTrail {
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.sender = port1
    this.receiver = port2
    this.stored = 0
  }

  storeWith(store) {
    this.receiver.on('message', (order) => {
      store(order)
      this.stored++
    })
  }

  record(order) {
    this.sender.postMessage(order)
  }

  close() {
    this.sender.close()
    this.receiver.close()
  }
}

const trail = new AuditTrail()

let orders = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  trail.record({
    number: orders,
    lines: Array.from({ length: 900 }, (_, line) => `${line} × bolt`),
  })
  orders++
  await sleep(20)
}

trail.close()
console.log(`orders: ${orders}, stored: ${trail.stored}`)
