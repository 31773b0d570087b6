// A newsletter. Mails are written by a forked process, which the program tells whom to write to.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const mailer = fork(fileURLToPath(new URL('./mailer.js', import.meta.url)))

let readers = 0
let bytes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  mailer.send({ reader: `reader-${readers}@example.org`, issue: 12 })
  const [{ length }] = await once(mailer, 'message')
  bytes += length
  readers++
  await sleep(15)
}

mailer.disconnect()
await once(mailer, 'exit')
console.log(`newsletter: ${readers} mails, ${bytes} bytes`)
