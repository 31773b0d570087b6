// Heating controllers connect over TCP, report their state and hang up until the next quarter of an hour.

import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const SILENCE_MS = 20_000

let alarms = 0

class DeviceSession {
  constructor(socket) {
    this.socket = socket
    this.heardAt = Date.now()
    this.schedule = []
    for (let hour = 0; hour < 7 * 24; hour++) {
      this.schedule.push({ hour, target: 17.5 + (hour % 24) / 8, reduced: hour % 24 < 6 })
    }
    this.watchdog = setInterval(() => this.check(), SILENCE_MS)
    socket.on('data', (text) => this.report(text))
    socket.on('close', () => this.closed())
  }

  check() {
    if (Date.now() - this.heardAt > SILENCE_MS && !this.socket.destroyed) alarms++
  }

  report(text) {
    this.heardAt = Date.now()
    const hour = Number.parseInt(text, 10) % this.schedule.length
    this.socket.end(`target ${this.schedule[hour].target}`)
  }

  closed() {
    this.schedule[0].reduced = true
    clearInterval(this.watchdog)
  }
}

const server = createServer((socket) => new DeviceSession(socket.setEncoding('utf8')))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()

function reportState(device) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${device}`))
    socket.on('error', reject).on('close', resolve).resume()
  })
}

let reports = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  await reportState(reports)
  reports++
  await sleep(18)
}

server.close()
console.log(`heating: ${reports} reports, ${alarms} alarms`)
process.exit()
