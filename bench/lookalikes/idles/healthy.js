// Waits for letters at a port that nobody writes to.

import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

let letters = 0
const postbox = createServer((socket) => {
  letters++
  socket.end('thank you')
})
postbox.listen(0, '127.0.0.1')

await sleep(SECONDS * 1000)
postbox.close()
console.log(`postbox: ${letters} letters`)
