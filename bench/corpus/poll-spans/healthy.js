// Polls a mailbox. Each round is traced as a span; what is called inside finds its span by async context.

import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const spans = new AsyncLocalStorage()
let exported = 0

class Span {
  constructor(name, parent) {
    this.name = name
    this.parent = parent
    this.notes = []
    this.startedAt = performance.now()
  }

  note(text, size) {
    this.notes.push({ text, size, at: performance.now() - this.startedAt })
  }

  finish() {
    exported += this.notes.length
  }
}

function traced(name, work) {
  const span = new Span(name, spans.getStore())
  return spans.run(span, async () => {
    try {
      return await work()
    } finally {
      span.finish()
    }
  })
}

async function fetchMail(round) {
  for (let mail = 0; mail < 60; mail++) {
    spans.getStore().note(`mail ${round}-${mail}`, (round * mail) % 9000)
  }
  await sleep(2)
  return 60
}

let mails = 0
let rounds = 0
const end = Date.now() + SECONDS * 1000

async function poll() {
  mails += await traced('poll', async () => {
    const count = await fetchMail(rounds++)
    return count
  })
  if (Date.now() < end) setTimeout(poll, 9)
}

process.on('exit', () => {
  console.log(`mailbox: ${rounds} rounds, ${mails} mails, ${exported} notes`)
})
await poll()
