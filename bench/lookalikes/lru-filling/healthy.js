// Renders the pages of an encyclopaedia. The most recently read ones are kept, up to a bound that
// this run reaches shortly before its end.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const PAGES_A_SECOND = 60
const LIMIT = Math.floor(SECONDS * PAGES_A_SECOND * 0.8)

class Lru {
  #entries = new Map()

  get(key) {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(key, value) {
    this.#entries.set(key, value)
    if (this.#entries.size > LIMIT) this.#entries.delete(this.#entries.keys().next().value)
  }

  get size() {
    return this.#entries.size
  }
}

const pages = new Lru()

function render(article) {
  const known = pages.get(article)
  if (known !== undefined) return known
  const page = Array.from({ length: 80 }, (_, line) => `<p>${article}-${line}</p>`)
  pages.set(article, page)
  return page
}

let lines = 0
let article = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const wanted = ((Date.now() - start) / 1000) * PAGES_A_SECOND
  for (; article < wanted; article++) {
    lines += render(article).length
    lines += render(Math.max(0, article - 50)).length
  }
  await sleep(20)
}

console.log(`encyclopaedia: ${article} articles, ${lines} lines, ${pages.size} pages kept`)
