// A ticket shop on two cluster workers. Baskets are kept by the worker that opened them, until
// the customer pays. The primary plays the customers.

import cluster from 'node:cluster'
import { once } from 'node:events'
import { Agent, createServer, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

async function primary() {
  const [first] = [cluster.fork(), cluster.fork()]
  const [{ port }] = await once(first, 'listening')
  await sleep(300)
  const agent = new Agent({ keepAlive: false })
  let customers = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    await ask({ port, agent, path: `/open?customer=${customers}` })
    customers++
    await sleep(8)
  }
  for (const worker of Object.values(cluster.workers)) worker.kill()
  console.log(`tickets: ${customers} customers`)
}

function ask(options) {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', ...options }, (response) => {
      response.resume().on('end', resolve)
    }).on('error', reject)
  })
}

const baskets = new Map()

function openBasket(customer) {
  const seats = Array.from({ length: 120 }, (_, seat) => ({ row: seat % 12, seat, price: 9.5 }))
  const basket = { customer, seats }
  baskets.set(customer, basket)
  return basket
}

function serve() {
  const server = createServer((request, response) => {
    const customer = request.url.split('=')[1]
    const basket = openBasket(customer)
    response.end(JSON.stringify(basket.seats.slice(0, 4)))
  })
  server.listen(0, '127.0.0.1')
}

if (cluster.isPrimary) await primary()
else serve()
