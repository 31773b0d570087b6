// A chat over TCP. Members get the last messages of the room, write a few and leave again.

import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const REMEMBERED = 120

const room = []

const server = createServer((socket) => join(socket))
server.setMaxListeners(0)

function join(socket) {
  const member = { seen: room.map(({ text, at }) => ({ text, at, read: false })), sent: 0 }
  const goodbye = () => socket.end(`goodbye, ${member.sent} messages sent\n`)
  server.once('close', goodbye)
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    member.sent++
    room.push({ text, at: Date.now() })
    if (room.length > REMEMBERED) room.shift()
  })
  socket.on('error', () => socket.destroy())
  socket.write(`${member.seen.length} messages\n`)
}

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()

function chat(name) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', () => socket.end(`${name}: hello to all of you`))
    socket.once('close', resolve)
  })
}

let members = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await chat(`member-${members}`)
  members++
  await sleep(14)
}

console.log(`chat: ${members} members, ${room.length} messages remembered`)
process.exit()
