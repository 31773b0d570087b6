// A polling station. At half-time a second bus of voters arrives at each stop of the clock, and
// from then on four times as many are inside.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const inside = new Set()
let voters = 0

function enter() {
  const voter = { number: voters++, papers: new Array(500).fill(voters + 0.5) }
  inside.add(voter)
  setTimeout(() => inside.delete(voter), 3000)
}

const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const isLate = Date.now() - start > SECONDS * 500
  for (let at = 0; at < (isLate ? 20 : 5); at++) enter()
  await sleep(50)
}

console.log(`votes: ${voters}, ${inside.size} inside`)
