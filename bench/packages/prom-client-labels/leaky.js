'use strict'
// Measures how long the orders of a bakery take, by product and customer.

const { setTimeout: sleep } = require('node:timers/promises')
const { Histogram, register } = require('prom-client')

const SECONDS = Number(process.env.SECONDS ?? 40)

const duration = new Histogram({
  name: 'order_seconds',
  help: 'How long an order takes',
  labelNames: ['product', 'customer'],
})

function bake(order) {
  duration.observe({ product: `loaf ${order % 8}`, customer: `customer ${order}` }, order % 11)
}

async function main() {
  let orders = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    bake(orders)
    orders++
    await sleep(6)
  }
  const text = await register.metrics()
  console.log(`bakery: ${orders} orders, ${text.length > 0 ? 'measured' : 'not measured'}`)
}

main()
