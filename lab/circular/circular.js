// Imports orders from a file of the warehouse and adds up what they are worth.
// An order knows its lines, and each line knows its order.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function readOrder(number) {
  const order = { number, lines: [] }
  for (let line = 0; line < 100; line++) {
    order.lines.push({ order, text: `order ${number}, line ${line}`, amount: line * 1.5 })
  }
  return order
}

function worth(order) {
  let sum = 0
  for (const line of order.lines) sum += line.amount * line.order.lines.length
  return sum
}

let orders = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sum += worth(readOrder(orders))
  orders++
  await sleep(10)
}

console.log(`warehouse: ${orders} orders, worth ${sum}`)
