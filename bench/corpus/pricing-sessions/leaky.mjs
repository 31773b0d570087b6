// Prices the baskets of a shop through the pricing service, which speaks HTTP/2.

import { connect, createServer } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const service = createServer()
service.on('stream', (stream, headers) => {
  const articles = Number(headers['x-articles'])
  stream.respond({ ':status': 200 })
  stream.end(`${(articles * 4.99).toFixed(2)}`)
})
await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve))
const { port } = service.address()

function makeBasket(number) {
  const lines = []
  for (let at = 0; at < 40; at++) lines.push({ article: `A${number}-${at}`, pieces: 1 + (at % 3) })
  return { number, lines, price: null, failed: false }
}

async function priceOf(basket) {
  const session = connect(`http://127.0.0.1:${port}`)
  session.on('error', () => {
    basket.failed = true
  })
  const stream = session.request({ ':path': '/price', 'x-articles': `${basket.lines.length}` })
  stream.setEncoding('utf8')
  let text = ''
  for await (const part of stream) text += part
  basket.price = Number(text)
  return basket.price
}

let baskets = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sum += await priceOf(makeBasket(baskets))
  baskets++
  await sleep(110)
}

console.log(`pricing: ${baskets} baskets, ${sum.toFixed(2)} EUR`)
process.exit()
