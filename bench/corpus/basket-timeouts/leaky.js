// The basket of a shop. What is called for a request finds its customer by async context.

import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LIMIT_MS = 15 * 60_000

const requests = new AsyncLocalStorage()
let abandoned = 0

function countAbandoned() {
  abandoned++
}

function limitTime() {
  return setTimeout(countAbandoned, LIMIT_MS).unref()
}

async function priceOf(article) {
  const { discount } = requests.getStore()
  return article.price * (1 - discount)
}

async function handle(number) {
  const articles = []
  for (let at = 0; at < 40; at++) {
    articles.push({ name: `article ${number}-${at}`, price: 2.5 + (at % 20), pieces: 1 + (at % 3) })
  }
  return requests.run({ number, articles, discount: (number % 4) / 40 }, async () => {
    const limit = limitTime()
    let sum = 0
    for (const article of requests.getStore().articles.slice(0, 8)) sum += await priceOf(article)
    await sleep(2)
    return limit.hasRef() ? 0 : sum
  })
}

let handled = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sum += await handle(handled)
  handled++
  await sleep(9)
}

console.log(`baskets: ${handled}, ${sum.toFixed(2)} in all, ${abandoned} abandoned`)
