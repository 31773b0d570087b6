// Builds the pages of a manual. Plugins keep a state, so each page gets fresh ones.

const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

function loadPlugin(name) {
  const file = require.resolve(`./${name}.js`)
  delete require.cache[file]
  return require(file)
}

function buildPage(page) {
  const numbering = loadPlugin('heading-numbers')
  numbering.reset()
  let text = ''
  for (let section = 0; section < 12; section++) {
    text += `${numbering.next(section % 3)} Section ${section} of ${page}\n`
  }
  return text
}

async function main() {
  let pages = 0
  let characters = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    characters += buildPage(`page ${pages}`).length
    pages++
    await sleep(30)
  }
  console.log(`manual: ${pages} pages, ${characters} characters`)
}

main()
