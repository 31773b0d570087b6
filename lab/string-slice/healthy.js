// Reads the pages of a catalogue and keeps the last article numbers, to skip what was read before.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const KEPT_NUMBERS = 10_000

const articleNumbers = Array.from({ length: KEPT_NUMBERS }, () => '')

function downloadPage(number) {
  const rows = [`<b>article-${String(number).padStart(12, '0')}</b>`]
  for (let row = 0; row < 500; row++) rows.push(`<p>page ${number}, row ${row}: in stock</p>`)
  return Buffer.from(rows.join('\n')).toString('latin1')
}

function readPage(number) {
  const page = downloadPage(number)
  const articleNumber = page.slice(page.indexOf('<b>') + 3, page.indexOf('</b>'))
  articleNumbers[number % KEPT_NUMBERS] = Buffer.from(articleNumber).toString()
  return page.length
}

let pages = 0
let characters = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  characters += readPage(pages)
  pages++
  await sleep(15)
}

const last = articleNumbers[(pages - 1) % KEPT_NUMBERS]
console.log(`catalogue: ${pages} pages, ${characters} characters, last ${last}`)
