// The autosave of a text service. A document is saved when nobody has typed for a quarter of a second.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const QUIET_MS = 250

const pending = new Map()
let saves = 0
let savedWords = 0

function save(words) {
  saves++
  savedWords += words.length
}

function edit(documentId, revision) {
  clearTimeout(pending.get(documentId))
  const words = []
  for (let at = 0; at < 100; at++) {
    words.push(`${documentId}:${revision}:${at * 3}`)
  }
  const timer = setTimeout(() => {
    save(words)
  }, QUIET_MS)
  pending.set(documentId, timer)
}

let edits = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  edit(`document-${Math.floor(edits / 2)}`, edits % 2)
  edits++
  await sleep(10)
}

console.log(`autosave: ${edits} edits, ${saves} saves, ${savedWords} words`)
