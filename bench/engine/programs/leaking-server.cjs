// A server that never forgets a session: many small objects of few classes, Maps, closures and strings. Requests are
// made in the process, so that the heap depends on the size asked for and nothing else.

const { randomBytes } = require('node:crypto')
const { EventEmitter } = require('node:events')
const { writeHeapSnapshot } = require('node:v8')

const [file, megabytes] = process.argv.slice(2)
const bus = new EventEmitter().setMaxListeners(0)
const sessions = new Map()

class Session {
  constructor(number) {
    this.id = randomBytes(12).toString('hex')
    this.number = number
    this.visits = []
    this.headers = {
      accept: `text/${number}`,
      agent: { name: 'client', version: { major: number % 9 } },
    }
    this.createdAt = new Date()
    this.flags = new Set([number, `flag-${number % 17}`])
  }
}

function serve(number) {
  const session = new Session(number)
  for (let visit = 0; visit < 8; visit++) {
    session.visits.push({
      path: `/item/${visit}`,
      at: { wall: 1.5 + visit, tick: { value: number } },
    })
  }
  if (number % 4 === 0) bus.on('tick', () => session.visits.length)
  sessions.set(session.id, session)
  return session
}

for (let number = 0; ; number++) {
  serve(number)
  if (number % 4096 === 0 && process.memoryUsage().heapUsed > Number(megabytes) * 1e6) break
}
writeHeapSnapshot(file)
process.exitCode = sessions.size > 0 ? 0 : 1
