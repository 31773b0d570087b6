'use strict'
// Asks an archive whether it has a document. The status says so; the document itself does not
// matter.

const { fork } = require('node:child_process')
const { once } = require('node:events')
const path = require('node:path')
const { setTimeout: sleep } = require('node:timers/promises')
const { request } = require('undici')

const SECONDS = Number(process.env.SECONDS ?? 40)

async function has(origin, document) {
  const { statusCode, body } = await request(`${origin}/documents/${document}`)
  await body.dump()
  return statusCode === 200
}

async function main() {
  const archive = fork(path.join(__dirname, 'archive.js'))
  const [port] = await once(archive, 'message')
  let found = 0
  let asked = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    if (await has(`http://127.0.0.1:${port}`, asked)) found++
    asked++
    await sleep(80)
  }
  archive.kill()
  console.log(`archive: ${asked} asked, ${found} found`)
  process.exit()
}

main()
