// Keeps decoded pictures as long as V8 keeps them: the cache has weak references, and a registry
// removes the names of those that went.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const pictures = new Map()
const registry = new FinalizationRegistry((name) => {
  if (pictures.get(name)?.deref() === undefined) pictures.delete(name)
})

function decode(name) {
  const known = pictures.get(name)?.deref()
  if (known !== undefined) return known
  const picture = { name, rows: Array.from({ length: 120 }, (_, row) => ({ row, grey: row / 2 })) }
  pictures.set(name, new WeakRef(picture))
  registry.register(picture, name)
  return picture
}

let shown = 0
let rows = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  rows += decode(`picture ${shown}`).rows.length
  shown++
  await sleep(10)
}

console.log(`gallery: ${shown} shown, ${rows} rows, ${pictures.size} names`)
