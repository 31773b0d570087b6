// Collects readings from weather stations over TCP. A station connects, sends its readings and
// waits for the receipt. The collector keeps the readings of a connection until it is closed.

import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const READINGS = 800

const connections = new Map()
let nextConnection = 0

const collector = createServer((socket) => {
  const id = nextConnection++
  connections.set(id, { socket, readings: [] })
  socket.setEncoding('utf8')
  socket.on('data', (text) => receive(id, text))
  socket.on('close', () => connections.delete(id))
})

function receive(id, text) {
  const { socket, readings } = connections.get(id)
  for (const line of text.split('\n')) {
    readings.push({ line, at: Date.now() + 0.5, station: id })
  }
  if (readings.length >= READINGS) socket.write(`${readings.length} readings received`)
}

await new Promise((resolve) => collector.listen(0, '127.0.0.1', resolve))
const { port } = collector.address()

function sendReadings(station) {
  const lines = []
  for (let hour = 0; hour < READINGS; hour++) lines.push(`${station} ${hour} ${hour % 40} C`)
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(lines.join('\n')))
    socket.once('error', reject)
    socket.once('data', () => {
      socket.end()
      resolve(lines.length)
    })
  })
}

let stations = 0
let readings = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  readings += await sendReadings(`station-${stations}`)
  stations++
  await sleep(100)
}

console.log(`collector: ${stations} stations, ${readings} readings`)
process.exit()
