// A server that keeps a session of each request for ever, and drives its own load, evenly, until it dies of memory. What it
// has answered so far goes to stdout by synchronous writes, so that it is known up to the end.
// KIND is what a session is made of: `strings` of a kilobyte or small `objects` on the heap, or `buffers` outside; PER_SECOND
// the requests in each second.

import { writeSync } from 'node:fs'
import { Agent, createServer, get } from 'node:http'

const KIND = process.env['KIND'] ?? 'strings'
const PER_SECOND = Number(process.env['PER_SECOND'] ?? 400)
const TOLD_EVERY = 20
const MOST_UNDER_WAY = 64
const TICK_MS = 10

/** @type {Map<number, unknown>} */
const sessions = new Map()
let answered = 0

/** @param {number} id @returns {unknown} about 64 kB */
function openSession(id) {
  if (KIND === 'buffers') return { id, photo: Buffer.alloc(64 * 1024, 1) }
  if (KIND === 'strings') {
    const lines = Array.from({ length: 60 }, (_, line) =>
      Buffer.alloc(1024, `${id} ${line} `).toString('latin1'),
    )
    return { id, lines }
  }
  const offers = Array.from({ length: 800 }, (_, rank) => ({ id, rank, score: rank / 7 }))
  return { id, offers }
}

const server = createServer((_request, response) => {
  answered += 1
  sessions.set(answered, openSession(answered))
  if (answered % TOLD_EVERY === 0) writeSync(1, `answered ${answered}\n`)
  response.end('ok')
})

const agent = new Agent({ keepAlive: true, maxSockets: MOST_UNDER_WAY })
let underWay = 0

/** @param {number} port */
function request(port) {
  if (underWay >= MOST_UNDER_WAY) return
  underWay += 1
  const done = () => {
    underWay -= 1
  }
  get({ port, agent }, (response) => response.resume().on('close', done)).on('error', done)
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  let owed = 0
  setInterval(() => {
    owed = Math.min(owed + (PER_SECOND * TICK_MS) / 1000, MOST_UNDER_WAY)
    for (; owed >= 1; owed -= 1) request(port)
  }, TICK_MS)
})
