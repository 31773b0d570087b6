// A database's client with a pool of connections. It opens another one whenever all are busy, up
// to 60; the load grows slowly, so it takes most of the run to open them all.

import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const MOST_CONNECTIONS = 60

const database = createServer((socket) => {
  socket.on('data', () => setTimeout(() => socket.write('row'), 200).unref())
  socket.on('error', () => socket.destroy())
})
await new Promise((resolve) => database.listen(0, '127.0.0.1', resolve))
const { port } = database.address()

const idle = []
const waiting = []
let opened = 0

function openConnection() {
  opened++
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  const statements = Array.from({ length: 400 }, (_, at) => ({ at, sql: `select ${at}` }))
  return { socket, statements }
}

async function query() {
  const free = idle.pop()
  const connection =
    free ??
    (opened < MOST_CONNECTIONS ? openConnection() : await new Promise((r) => waiting.push(r)))
  const { socket } = connection
  socket.write('query')
  await new Promise((resolve) => socket.once('data', resolve))
  const next = waiting.shift()
  if (next === undefined) idle.push(connection)
  else next(connection)
}

let queries = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = Math.min(1, (Date.now() - start) / (SECONDS * 750))
  const wanted = Math.ceil(share * MOST_CONNECTIONS)
  const busy = opened - idle.length
  for (let more = busy; more < wanted; more++) {
    queries++
    void query()
  }
  await sleep(50)
}

console.log(`database: ${queries} queries over ${opened} connections`)
process.exit()
