// Applies the discount rules of the tenants. A rule is compiled once and used for all later orders.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const rules = new Map()

function ruleText(order) {
  const lines = ['let price = total']
  for (let step = 1; step <= 60; step++) {
    lines.push(`if (${order.total} > ${step * 100}) price -= ${order.tenant} + ${step} * 0.25`)
  }
  lines.push('return price')
  return lines.join('\n')
}

function compileRule(order) {
  const text = ruleText(order)
  let rule = rules.get(text)
  if (!rule) {
    rule = new Function('total', text)
    rules.set(text, rule)
  }
  return rule
}

let orders = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const order = { tenant: orders % 7, total: 1000 + orders / 4 }
  sum += compileRule(order)(order.total)
  orders++
  await sleep(8)
}

console.log(`discounts: ${orders} orders, ${sum.toFixed(2)} in all, ${rules.size} rules`)
