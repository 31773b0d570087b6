'use strict'
// Renders the comments of a forum. Links to other comments get a title that depends on the thread.

const { setTimeout: sleep } = require('node:timers/promises')
const { marked } = require('marked')

const SECONDS = Number(process.env.SECONDS ?? 40)

function render(thread, comment) {
  const titles = Array.from({ length: 200 }, (_, at) => ({ thread, at, weight: at / 3 }))
  marked.use({
    renderer: {
      link(href, _title, text) {
        return `<a href="${href}" title="${titles[0].thread}">${text}</a>`
      },
    },
  })
  return marked.parse(comment)
}

async function main() {
  let comments = 0
  let characters = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    characters += render(comments, `see [the first one](#${comments})`).length
    comments++
    await sleep(18)
  }
  console.log(`forum: ${comments} comments, ${characters} characters`)
}

main()
