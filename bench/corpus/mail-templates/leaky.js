// Writes letters to the readers of a newspaper, from templates with placeholders.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const templates = ['reminder', 'welcome', 'renewal'].map((name) => {
  const sentences = []
  for (let at = 0; at < 25; at++)
    sentences.push(`Dear {{name}}, line ${at} of ${name} for {{town}}.`)
  return { name, text: sentences.join('\n') }
})

class Letters {
  renderers = {}

  rendererFor(template, reader) {
    const key = `${template.name}:${reader.number}`
    if (!this.renderers[key]) {
      const parts = template.text.split(/\{\{(\w+)\}\}/)
      const code = parts.map((part, at) => (at % 2 ? `reader.${part}` : JSON.stringify(part)))
      const body = `return [${code.join(',\n')}].join('')\n//# sourceURL=letters/${key}.js`
      this.renderers[key] = new Function('reader', body)
    }
    return this.renderers[key]
  }

  write(template, reader) {
    return this.rendererFor(template, reader)(reader)
  }
}

const letters = new Letters()
let written = 0
let characters = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const reader = { number: written, name: `Reader ${written}`, town: `Town ${written % 90}` }
  characters += letters.write(templates[written % templates.length], reader).length
  written++
  await sleep(12)
}

console.log(`letters: ${written} written, ${characters} characters`)
