// Orders parts from a supplier over a message line and waits for the answer to each. Some are never answered.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const open = new Map()

const supplier = {
  send(message) {
    if (message.number % 4 === 3) return
    setTimeout(() => receive({ number: message.number, price: 7.5 }), 3)
  },
}

function receive(reply) {
  const settle = open.get(reply.number)
  open.delete(reply.number)
  settle?.(reply)
}

function giveUp(number) {
  open.get(number)?.(null)
  open.delete(number)
}

function request(message) {
  return new Promise((resolve) => {
    open.set(message.number, resolve)
    supplier.send(message)
    setTimeout(() => giveUp(message.number), 500)
  })
}

let ordered = 0
let value = 0

async function orderPart(number) {
  const order = { number, parts: [] }
  for (let part = 0; part < 400; part++) {
    order.parts.push({ name: `part ${number}-${part}`, amount: part * 0.5, part })
  }
  const reply = await request({ number, kind: 'order' })
  if (reply !== null) value += reply.price * order.parts.length
}

const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  void orderPart(ordered)
  ordered++
  await sleep(10)
}

console.log(`orders: ${ordered} sent, ${value} in all`)
