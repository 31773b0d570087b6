// Asks a weather service through connections that are kept alive. Now and then more questions are
// open at once than ever before, and another connection stays; 48 is the most.

import { Agent, createServer, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const service = createServer((request, response) => {
  setTimeout(() => response.end('{"rain":0.2}'), 40)
})
service.keepAliveTimeout = 120_000
await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve))
const { port } = service.address()

const agent = new Agent({ keepAlive: true, maxSockets: 48, maxFreeSockets: 48 })

function ask() {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent, path: '/weather' }, (response) => {
      response.resume().on('end', resolve)
    }).on('error', reject)
  })
}

let asked = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = Math.min(1, (Date.now() - start) / (SECONDS * 800))
  const wave = 1 + Math.floor(share * 55)
  await Promise.all(Array.from({ length: wave }, ask))
  asked += wave
  await sleep(300)
}

agent.destroy()
service.close()
console.log(`weather: ${asked} asked`)
