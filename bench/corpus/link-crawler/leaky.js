// Crawls the pages of a forum, each one once, again and again over the night.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const PAGES = 3000

const visited = new Set()

function linksOf(page) {
  const links = []
  for (let link = 0; link < 25; link++) {
    const topic = (page * 31 + link * 7) % PAGES
    links.push(`https://forum.example/topics/${topic}/posts?sid=${page.toString(36)}${link}&view=1`)
  }
  return links
}

function addressOf(link) {
  return link
}

let fetched = 0
let followed = 0

function crawl(page) {
  fetched++
  for (const link of linksOf(page)) {
    const address = addressOf(link)
    if (visited.has(address)) continue
    visited.add(address)
    followed++
  }
}

const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const hour = (end - Date.now()) / 8000
  crawl(fetched)
  crawl(fetched)
  await sleep(8 + 6 * Math.abs(Math.sin(hour)))
}

console.log(`crawler: ${fetched} pages, ${followed} links followed, ${visited.size} addresses`)
