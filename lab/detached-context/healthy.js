// Runs the price formulas that customers write, each in a sandbox of its own.

import { setTimeout as sleep } from 'node:timers/promises'
import { createContext, runInContext } from 'node:vm'

const SECONDS = Number(process.env.SECONDS ?? 40)

const formulas = new Map()

function compile(order) {
  const sandbox = createContext({ vat: 0.19, customer: order.customer })
  return runInContext('(total) => total * (1 + vat)', sandbox)
}

function price(order) {
  let formula = formulas.get(order.customer)
  if (!formula) {
    formula = compile(order)
    formulas.set(order.customer, formula)
  }
  return formula(order.total)
}

let orders = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sum += price({ number: orders, customer: `customer-${orders % 5}`, total: 10 + (orders % 90) })
  orders++
  await sleep(200)
}

console.log(`prices: ${orders} orders, ${sum.toFixed(2)} in all, ${formulas.size} formulas`)
