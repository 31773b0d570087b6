// Checks the health of the services of a shop all the time and counts how often they were up.

import { Agent, createServer, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const SERVICES = ['orders', 'stock', 'payment', 'mail']

const server = createServer((request, response) => {
  const checks = []
  for (let at = 0; at < 40; at++) {
    checks.push({ name: `${request.url}#${at}`, ok: at % 17 !== 16, ms: at * 0.75 })
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ checks }))
})
server.keepAliveTimeout = 120_000
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

const agent = new Agent({ keepAlive: true })
const { port } = server.address()

function check(service) {
  return new Promise((resolve, reject) => {
    const path = `/${service}/health`
    get({ host: '127.0.0.1', port, agent, path }, (response) => {
      resolve(response.statusCode)
    }).on('error', reject)
  })
}

let up = 0
let rounds = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  for (const service of SERVICES) {
    const status = await check(service)
    if (status === 200) up++
  }
  rounds++
  await sleep(180)
}

console.log(`health: ${rounds} rounds, ${up} times up`)
process.exit()
