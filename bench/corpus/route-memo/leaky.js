// The search service of a library. Matching a path against the route table is slow, so it is remembered.

import { createServer, request, Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const routes = [
  { name: 'book', pattern: /^\/books\/(\d+)$/ },
  { name: 'reader', pattern: /^\/readers\/([a-z]+)$/ },
  { name: 'search', pattern: /^\/search\/(title|author)$/ },
]

const matches = Object.create(null)

function matchRoute(url) {
  const { pathname } = new URL(url, 'http://library.example')
  const key = url
  const known = matches[key]
  if (known) return known
  for (const { name, pattern } of routes) {
    const found = pattern.exec(pathname)
    if (!found) continue
    const segments = pathname.split('/').map((text, at) => ({ at, text, wildcard: at > 1 }))
    matches[key] = { name, params: found.slice(1), segments, methods: ['GET', 'HEAD'] }
    return matches[key]
  }
  return null
}

const server = createServer((incoming, outgoing) => {
  const match = matchRoute(incoming.url)
  outgoing.statusCode = match ? 200 : 404
  outgoing.end(JSON.stringify({ route: match?.name, params: match?.params }))
})

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const agent = new Agent({ keepAlive: true, maxSockets: 4 })
const { port } = server.address()

function ask(path) {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, agent, path }, (answer) => {
      answer.resume().on('end', resolve)
    })
    call.on('error', reject).end()
  })
}

let asked = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const words = Array.from({ length: 6 }, (_, at) => `word${(asked * 13 + at * 7) % 99_991}`)
  await Promise.all([
    ask(`/search/title?q=${words.join('+')}&page=${asked % 9}&from=reader`),
    ask(`/books/${asked % 500}`),
    ask(`/search/author?q=${words.reverse().join('+')}&sort=year`),
  ])
  asked++
  await sleep(12)
}

agent.destroy()
server.close()
console.log(`library: ${asked * 3} requests answered`)
