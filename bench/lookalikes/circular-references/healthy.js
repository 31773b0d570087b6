// Reads family trees: parents know their children and children their parents, and the whole tree
// is dropped when it is printed.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function readTree(family, depth, parent = null) {
  const person = { family, parent, children: [], born: 1700 + depth * 25.5 }
  person.self = person
  if (depth < 9) {
    for (let child = 0; child < 2; child++)
      person.children.push(readTree(family, depth + 1, person))
  }
  return person
}

function print(person) {
  return person.children.reduce((sum, child) => sum + print(child), person.self === person ? 1 : 0)
}

let families = 0
let people = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  people += print(readTree(families, 0))
  families++
  await sleep(15)
}

console.log(`families: ${families}, ${people} people`)
