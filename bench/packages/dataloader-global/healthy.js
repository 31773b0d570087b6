'use strict'
// Resolves the authors of blog posts. All reads of one request go to the database together.

const { setTimeout: sleep } = require('node:timers/promises')
const DataLoader = require('dataloader')

const SECONDS = Number(process.env.SECONDS ?? 40)

async function readAuthors(ids) {
  await sleep(2)
  return ids.map((id) => {
    return { id, posts: Array.from({ length: 40 }, (_, at) => ({ id, at, words: at * 1.5 })) }
  })
}

async function resolve(request) {
  const ids = [request * 3, request * 3 + 1, request * 3 + 2, request * 3]
  const authors = new DataLoader(readAuthors)
  const found = await authors.loadMany(ids)
  return found.length
}

async function main() {
  let requests = 0
  let resolved = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    resolved += await resolve(requests)
    requests++
    await sleep(10)
  }
  console.log(`blog: ${requests} requests, ${resolved} authors`)
}

main()
