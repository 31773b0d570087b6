// A shop's price server with its own customers: each request looks up an article and answers as JSON.

import { once } from 'node:events'
import { Agent, createServer, get } from 'node:http'
import { loadCatalogue } from './catalogue.js'
import { atPace } from './pace.js'
// mutate: declarations

const SECONDS = Number(process.env.SECONDS ?? 60)
const HEAP_BYTES = Number(process.env.HEAP_BYTES ?? 32e6)
const PER_SECOND = Number(process.env.PER_SECOND ?? 100)

const catalogue = loadCatalogue(HEAP_BYTES)
let quoted = 0

function quote(request, response) {
  const id = Number(request.url.slice(1)) % catalogue.size
  const article = catalogue.get(id)
  const body = JSON.stringify({ ...article, offers: article.stock.map((stock) => ({ id, stock })) })
  quoted += body.length
  // mutate: each
  response.setHeader('content-type', 'application/json').end(body)
}

const server = createServer(quote).listen(0, '127.0.0.1')
await once(server, 'listening')
const agent = new Agent({ keepAlive: true, maxSockets: 4 })
const { port } = server.address()

function ask(id) {
  return new Promise((fulfil, reject) => {
    get({ host: '127.0.0.1', port, path: `/${id}`, agent }, (response) => {
      response.resume().on('end', fulfil)
    }).on('error', reject)
  })
}

const asked = await atPace({ perSecond: PER_SECOND, seconds: SECONDS }, ask)
console.log(`${asked} requests, ${quoted} bytes`)
agent.destroy()
server.close()
