// Publishes measurements to a broker. The broker acknowledges by number, several messages at a time.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class Publisher {
  constructor(broker) {
    this.broker = broker
    this.next = 0
    this.unacknowledged = new Map()
    broker.onReceipt = (number) => this.acknowledge(number)
  }

  publish(body) {
    const number = this.next++
    return new Promise((resolve) => {
      this.unacknowledged.set(number, { resolve, sentAt: Date.now() })
      this.broker.accept(number, body)
    })
  }

  acknowledge(number) {
    this.unacknowledged.get(number).resolve(number)
    this.unacknowledged.delete(number)
  }
}

class Broker {
  constructor() {
    this.onReceipt = null
    this.accepted = 0
  }

  accept(number, body) {
    this.accepted += body.length
    if (number % 5 === 4) setTimeout(() => this.onReceipt(number), 20)
  }
}

const broker = new Broker()
const publisher = new Publisher(broker)
let confirmed = 0

async function measure(station) {
  const values = []
  for (let at = 0; at < 40; at++) values.push({ at, value: 20.5 + Math.sin(station + at), station })
  const number = await publisher.publish(values)
  confirmed += values.length + (number < 0 ? 1 : 0)
}

let stations = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  void measure(stations)
  stations++
  await sleep(9)
}

await sleep(50)
console.log(
  `stations: ${stations} measured, ${confirmed} values confirmed, ${broker.accepted} sent`,
)
