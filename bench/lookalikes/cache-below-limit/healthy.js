// Answers questions about places and keeps the latest answers. The cache is for many more places than this run asks
// about.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

class LatestAnswers {
  #answers = new Map()

  constructor(limit) {
    this.limit = limit
  }

  get(place) {
    return this.#answers.get(place)
  }

  keep(place, answer) {
    this.#answers.delete(place)
    this.#answers.set(place, answer)
    if (this.#answers.size > this.limit) this.#answers.delete(this.#answers.keys().next().value)
  }
}

const latest = new LatestAnswers(SECONDS * 400)
let asked = 0

function describe(place) {
  const known = latest.get(place)
  if (known !== undefined) return known
  const answer = {
    place,
    near: Array.from({ length: 50 }, (_, at) => ({ at, metres: at * place })),
  }
  latest.keep(place, answer)
  return answer
}

const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  describe(asked)
  describe(Math.max(0, asked - 30))
  asked++
  await sleep(12)
}

console.log(`places: ${asked} asked`)
