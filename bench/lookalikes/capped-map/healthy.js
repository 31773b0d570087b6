// Guesses the language of short messages and remembers the last senders, so many of them that it
// takes half of the run to meet them all.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const MESSAGES_A_SECOND = 50
const MOST_SENDERS = (SECONDS * MESSAGES_A_SECOND) / 2

const senders = new Map()

function remember(sender, sample) {
  if (senders.size >= MOST_SENDERS) senders.delete(senders.keys().next().value)
  senders.set(sender, sample)
}

function guess(sender) {
  const counts = Array.from({ length: 180 }, (_, letter) => ({ letter, share: letter / 181 }))
  remember(sender, { sender, counts })
  return counts[sender % 180].letter % 5
}

let messages = 0
let german = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const arrived = ((Date.now() - start) / 1000) * MESSAGES_A_SECOND
  while (messages < arrived) if (guess(messages++) === 2) german++
  await sleep(20)
}

console.log(`languages: ${messages} messages, ${german} German, ${senders.size} senders`)
