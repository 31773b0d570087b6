// The shop's front end: one answer a request, personal through the session of the client.
// Browsers send their session back in a cookie; partners call with an API key and without cookies.

import { Agent, createServer, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { findSession, openSession } from './store.js'

const SECONDS = Number(process.env.SECONDS ?? 40)

const server = createServer((request, response) => {
  const known = findSession(request.headers.cookie)
  const session = known ?? openSession(request.headers['x-api-key'] ?? 'visitor')
  session.visits++
  response.setHeader('set-cookie', session.id)
  response.end(JSON.stringify(session.offers.slice(0, 10)))
})

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

const agent = new Agent({ keepAlive: true })
const { port } = server.address()

function askForOffers(partner) {
  const headers = { 'x-api-key': partner }
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent, path: '/offers', headers }, (response) => {
      response.resume().on('end', resolve)
    }).on('error', reject)
  })
}

let answered = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await askForOffers(`partner-${answered % 7}`)
  answered++
  await sleep(10)
}

agent.destroy()
server.close()
console.log(`shop: ${answered} requests answered`)
