// Converts amounts. The exchange rates come from a service in the house, over HTTP.

const { Agent, createServer, get } = require('node:http')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

class CurrencyClient {
  constructor(port) {
    this.port = port
    this.agent = new Agent({ keepAlive: true })
  }

  ask(currency) {
    const { port, agent } = this
    return new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent, path: `/rates/${currency}` }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part) => (text += part))
        response.on('end', () => resolve(JSON.parse(text)))
      }).on('error', reject)
    })
  }
}

function startService() {
  const server = createServer((request, response) => {
    const currency = request.url.split('/').at(-1)
    const rates = []
    for (let day = 0; day < 60; day++) rates.push({ currency, day, rate: 1 + day / 1000 })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(rates))
  })
  server.keepAliveTimeout = 0
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

async function convert(amount, currency, port) {
  const client = new CurrencyClient(port)
  const rates = await client.ask(currency)
  return amount * rates.at(-1).rate
}

async function main() {
  const server = await startService()
  const { port } = server.address()
  let amounts = 0
  let sum = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    sum += await convert(amounts, `C${amounts % 30}`, port)
    amounts++
    await sleep(60)
  }
  console.log(`currency: ${amounts} amounts, ${sum.toFixed(2)} in all`)
  process.exit()
}

main()
