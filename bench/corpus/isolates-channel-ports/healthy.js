// Translates texts in a worker thread. Each text has a channel of its own for the answer, so that
// answers cannot be mixed up.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, MessageChannel, parentPort, Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)

async function main() {
  const translator = new Worker(new URL(import.meta.url))
  let texts = 0
  let words = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    words += await translate(translator, texts)
    texts++
    await sleep(15)
  }
  await translator.terminate()
  console.log(`translator: ${texts} texts, ${words} words`)
  process.exit()
}

function translate(translator, text) {
  const paragraphs = Array.from({ length: 250 }, (_, at) => ({ at, text, weight: at / 4 }))
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.on('message', ({ words }) => {
      port1.close()
      resolve(words + paragraphs.length)
    })
    translator.postMessage({ text, answerTo: port2 }, [port2])
  })
}

async function answer() {
  for (;;) {
    const [{ text, answerTo }] = await once(parentPort, 'message')
    answerTo.postMessage({ words: text % 90 })
  }
}

if (isMainThread) await main()
else await answer()
