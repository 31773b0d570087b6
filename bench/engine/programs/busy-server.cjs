// A fastify server under load, with a cache of answers that has the asked size. Requests are made in the process.

const path = require('node:path')
const { writeHeapSnapshot } = require('node:v8')

const [file, megabytes, modules] = process.argv.slice(2)
const fastify = require(path.join(modules, 'node_modules/fastify'))

const server = fastify()
const cache = new Map()
const last = []
server.get('/items/:id', (request) => {
  const { id } = request.params
  const known = cache.get(id)
  if (known) return known
  const tags = Array.from({ length: 6 }, (_, at) => ({ name: `tag-${at}`, of: id }))
  const item = { id, tags, related: last.slice(), madeAt: new Date(), price: Number(id) / 7 }
  cache.set(id, item)
  last.push(item)
  if (last.length > 2) last.shift()
  return { id, tags, price: item.price }
})

async function main() {
  await server.ready()
  for (let id = 0; process.memoryUsage().heapUsed < Number(megabytes) * 1e6; id += 8) {
    const urls = Array.from({ length: 8 }, (_, at) => `/items/${id + at}`)
    await Promise.all(urls.map((url) => server.inject({ method: 'GET', url })))
  }
  writeHeapSnapshot(file)
}

void main()
