// Checks a shop's pages: is each product page still there? The shop runs in the same program.

import { createServer, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const page = Buffer.alloc(200_000, 'product ')
const shop = createServer((request, response) => {
  const found = Number(request.url.slice(1)) % 50 !== 0
  response.writeHead(found ? 200 : 404)
  response.end(page)
})
await new Promise((resolve) => shop.listen(0, '127.0.0.1', resolve))
const { port } = shop.address()

function isThere(product) {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: `/${product}` }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('error', reject)
  })
}

let products = 0
let missing = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  if (!(await isThere(products))) missing++
  products++
  await sleep(60)
}

console.log(`shop: ${products} products looked at, ${missing} missing`)
process.exit()
