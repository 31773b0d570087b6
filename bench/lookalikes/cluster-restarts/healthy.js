// A print server on two cluster workers, which are replaced in turn every few seconds so that a
// new font gets in. Each warms up its glyphs.

import cluster from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

async function primary() {
  const members = [cluster.fork(), cluster.fork()]
  let replaced = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    await sleep(5000)
    const old = members.shift()
    members.push(cluster.fork())
    old.kill()
    await once(old, 'exit')
    replaced++
  }
  for (const member of members) member.kill()
  console.log(`printers: ${replaced} replaced`)
}

const glyphs = new Map()

async function print() {
  for (let character = 0; ; character++) {
    const glyph = character % 700
    if (!glyphs.has(glyph)) glyphs.set(glyph, new Array(600).fill(glyph + 0.5))
    await sleep(12)
  }
}

if (cluster.isPrimary) await primary()
else await print()
