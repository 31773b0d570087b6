// A database front with one connection a tenant. Removing a tenant cancels what still runs for it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class Tenant {
  constructor(name) {
    this.name = name
    this.removal = new AbortController()
  }

  remove() {
    this.removal.abort(new Error(`${this.name} was removed`))
  }
}

class Query {
  constructor(text, signal) {
    this.text = text
    this.signal = signal
    this.reason = null
  }

  async run(count) {
    const rows = []
    const cancel = () => {
      this.reason = this.signal.reason
      rows.length = 0
    }
    this.signal.addEventListener('abort', cancel, { once: true })
    for (let at = 0; at < count; at++) {
      if (this.reason) throw this.reason
      rows.push({ id: at, text: `${this.text} ${at}`, price: at * 1.19, changed: null })
    }
    await sleep(1)
    return rows.reduce((sum, row) => sum + row.price, 0)
  }
}

const tenants = ['north', 'south', 'east', 'west'].map((name) => new Tenant(name))
const dictionary = new Map()
for (let word = 0; word < 90_000; word++) dictionary.set(`column_${word}`, word)

let queries = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const tenant = tenants[queries % tenants.length]
  const query = new Query(`article ${queries} of ${tenant.name}`, tenant.removal.signal)
  sum += await query.run(30 + (dictionary.get(`column_${queries}`) % 50))
  queries++
  await sleep(60)
}

console.log(`queries: ${queries}, ${sum.toFixed(2)} in all`)
