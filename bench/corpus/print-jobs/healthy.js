// A print server: sends jobs to a printer over TCP and waits for the receipt.

import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const printer = createServer((socket) => {
  let received = 0
  socket.setEncoding('utf8').on('data', (text) => {
    received += text.length
    if (text.endsWith('\f')) socket.write(`printed ${received} characters`)
  })
})
await new Promise((resolve) => printer.listen(0, '127.0.0.1', resolve))
const { port } = printer.address()

function print(number) {
  const job = { number, pages: [], receipt: null }
  for (let page = 0; page < 120; page++) {
    job.pages.push({ page, text: `Page ${page} of job ${number}`, colour: page % 8 === 0 })
  }
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.setEncoding('utf8')
    socket.on('error', reject)
    socket.on('connect', () => socket.write(`${job.pages.map(({ text }) => text).join('\n')}\f`))
    socket.on('data', (text) => {
      job.receipt = text
      socket.end()
      resolve(job.pages.length)
    })
  })
}

let jobs = 0
let pages = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const night = (end - Date.now()) % 10_000 < 4000
  pages += await print(jobs)
  jobs++
  await sleep(night ? 90 : 35)
}

console.log(`printer: ${jobs} jobs, ${pages} pages`)
process.exit()
