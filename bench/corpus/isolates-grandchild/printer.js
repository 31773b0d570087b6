// Sets the pages of the evening paper and prints them. Set pages are kept for the second edition.

import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const press = new EventEmitter()
press.setMaxListeners(0)

function setPage(page) {
  const columns = Array.from({ length: 200 }, (_, line) => ({ page, line, width: line / 3 }))
  const print = (edition) => {
    columns[0].edition = edition
  }
  press.on('edition', print)
  return { print, lines: columns.length }
}

let pages = 0
let lines = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  lines += setPage(pages).lines
  pages++
  await sleep(15)
}

press.emit('edition', 2)
console.log(`paper: ${pages} pages, ${lines} lines`)
