// Computes the tax of invoices. The rules may be changed on disk while the service runs.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const RULES = new URL('./tax-rules.mjs', import.meta.url)

async function loadRules() {
  const version = Date.now()
  const { taxOf } = await import(`${RULES.href}?version=${version}`)
  return taxOf
}

async function bill(invoice) {
  const taxOf = await loadRules()
  return invoice.lines.reduce((sum, { kind, net }) => sum + taxOf(kind, net), 0)
}

let invoices = 0
let tax = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const lines = []
  for (let at = 0; at < 20; at++) lines.push({ kind: (invoices + at) % 300, net: at * 9.99 })
  tax += await bill({ number: invoices, lines })
  invoices++
  await sleep(45)
}

console.log(`tax: ${invoices} invoices, ${tax.toFixed(2)} EUR`)
