// Reads log lines and keeps each word once, so that equal words share their memory. A language
// has only so many words.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const WORDS = 20_000

const words = new Map()

function intern(word) {
  const known = words.get(word)
  if (known !== undefined) return known
  words.set(word, word)
  return word
}

function readLine(line, share) {
  const vocabulary = Math.ceil(share * WORDS)
  return Array.from({ length: 30 }, (_, at) => {
    const word = (line * 31 + at * 7919) % vocabulary
    return intern(`word-${word}-${'abcdefgh'.repeat(1 + (word % 8))}`)
  })
}

let lines = 0
let characters = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = Math.min(1, 0.02 + (Date.now() - start) / (SECONDS * 700))
  for (let at = 0; at < 4; at++) characters += readLine(lines++, share)[3].length
  await sleep(12)
}

console.log(`log: ${lines} lines, ${characters} characters, ${words.size} words`)
