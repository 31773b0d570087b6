// Translates an interface. The texts of a language are a module that is imported when the first
// visitor wants it; there are 120 languages, and each is imported once.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LANGUAGES = 120

function moduleOf(language) {
  const texts = Array.from({ length: 150 }, (_, at) => `'text ${at} in language ${language}'`)
  return `data:text/javascript,export const texts = [${encodeURIComponent(texts.join(','))}]`
}

async function textOf(language, number) {
  const { texts } = await import(moduleOf(language))
  return texts[number % texts.length]
}

let shown = 0
let characters = 0
const start = Date.now()
while (Date.now() < start + SECONDS * 1000) {
  const share = Math.min(1, (Date.now() - start) / (SECONDS * 600))
  const languages = Math.ceil(share * LANGUAGES)
  characters += (await textOf(languages - 1 - (shown % 3 ? 0 : shown % languages), shown)).length
  shown++
  await sleep(20)
}

console.log(`interface: ${shown} shown, ${characters} characters`)
