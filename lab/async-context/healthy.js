// Answers searches. What belongs to one search travels with it, so that its notes can be read together afterwards.

import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const current = new AsyncLocalStorage()

let refreshing
let refreshed = 0

function note(text, words) {
  current.getStore()?.notes.push({ text, at: Date.now(), words })
}

function refreshIndex() {
  const words = []
  for (let rank = 0; rank < 100; rank++) {
    words.push({ word: `word ${refreshed}/${rank}`, documents: rank * 3, weight: 1 / (rank + 1.5) })
  }
  refreshed++
  note(`index refreshed, ${words.length} words`, words)
}

function keepIndexFresh() {
  refreshing ??= current.exit(() => setInterval(refreshIndex, 10))
}

async function answer(query) {
  keepIndexFresh()
  note(`asked for ${query}`, [query])
  await sleep(2)
  return current.getStore().notes.length
}

let searches = 0
let notes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  notes += await current.run({ number: searches, notes: [] }, answer, `query ${searches % 50}`)
  searches++
  await sleep(20)
}

clearInterval(refreshing)
console.log(`search: ${searches} answered, ${notes} notes, index refreshed ${refreshed} times`)
