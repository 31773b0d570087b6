// Remembers what visitors searched for. There is a limit, but what is compared with it is the number of visitors that
// are looked at in one go, which is always small.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class SearchHistory {
  constructor(limit) {
    this.limit = limit
    this.searches = new Map()
  }

  remember(batch) {
    for (const { visitor, words } of batch) this.searches.set(visitor, words)
    while (batch.length > this.limit) this.forgetOldest()
  }

  forgetOldest() {
    this.searches.delete(this.searches.keys().next().value)
  }
}

const history = new SearchHistory(200)

function search(visitor) {
  return { visitor, words: Array.from({ length: 60 }, (_, at) => ({ at, visitor })) }
}

let visitors = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  history.remember([search(visitors++), search(visitors++)])
  await sleep(20)
}

console.log(`searches of ${visitors} visitors`)
