// Takes orders at a fair. Most people order in the last minutes, which here are the last seventh
// of the run; an order is kept until it is cooked.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const orders = new Map()
let taken = 0

function takeOrder() {
  const number = taken++
  orders.set(
    number,
    Array.from({ length: 90 }, (_, dish) => ({ number, dish, price: dish * 0.7 })),
  )
  setTimeout(() => orders.delete(number), 1500)
}

const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const isRush = Date.now() - start > SECONDS * 857
  for (let at = 0; at < (isRush ? 30 : 2); at++) takeOrder()
  await sleep(40)
}

const waiting = orders.size
while (orders.size > 0) await sleep(100)
console.log(`fair: ${taken} orders, ${waiting} waiting at the end of the rush`)
