'use strict'
// A library's catalogue. Search robots ask without a cookie, and every visit gets a session that
// is good for one second.

const http = require('node:http')
const { setTimeout: sleep } = require('node:timers/promises')
const express = require('express')
const session = require('express-session')

const SECONDS = Number(process.env.SECONDS ?? 40)

const app = express()
app.set('env', 'test')
app.use(
  session({ secret: 'shelf', resave: false, saveUninitialized: true, cookie: { maxAge: 1000 } }),
)
app.get('/search', (request, response) => {
  const hits = Array.from({ length: 120 }, (_, at) => `${request.query.book}: shelf ${at}`)
  request.session.hits = hits
  response.json(hits.slice(0, 3))
})

function ask(port, agent, book) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, agent, path: `/search?book=book-${book}` }, (response) => {
        response.resume().on('end', resolve)
      })
      .on('error', reject)
  })
}

async function main() {
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const agent = new http.Agent({ keepAlive: true })
  let visits = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    await ask(server.address().port, agent, visits)
    visits++
    await sleep(8)
  }
  agent.destroy()
  server.close()
  console.log(`catalogue: ${visits} visits`)
}

main()
