// The program that is measured: a page of some rows as JSON, by the framework that it is told. It tells its own CPU time
// and memory when asked, between the windows.

import { createServer } from 'node:http'
import { requireCached } from './install.mjs'

/** Work and garbage of a small page. */
function page() {
  const rows = Array.from({ length: 30 }, (_, id) => ({
    id,
    name: `user ${id}`,
    tags: ['a', 'b', String(id)],
    seen: new Date(id * 1e9).toISOString(),
  }))
  return { title: 'users', rows: rows.filter((row) => row.id % 7 !== 0) }
}

/** @param {string} framework @returns {Promise<number>} the port */
async function listen(framework) {
  if (framework === 'fastify') {
    const app = requireCached('fastify')()
    app.get('/page', async () => page())
    await app.listen({ port: 0, host: '127.0.0.1' })
    return app.server.address().port
  }
  const express = framework === 'express' ? requireCached('express')() : null
  express?.get('/page', (/** @type {any} */ _request, /** @type {any} */ response) => {
    response.json(page())
  })
  const server = createServer(
    express ??
      ((_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(page()))
      }),
  )
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const port = await listen(process.argv[2] ?? 'http')
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() })
})
process.on('disconnect', () => process.exit())
process.send?.({ port })
