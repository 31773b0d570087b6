// Passes address lists through a helper process, which could be written in any language.

import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const helpers = new Set()

function sortLines(lines) {
  const helper = spawn('cat', { stdio: ['pipe', 'pipe', 'ignore'] })
  const job = { helper, lines, received: '' }
  helpers.add(job)
  return new Promise((resolve, reject) => {
    helper.on('error', reject)
    helper.on('exit', () => helpers.delete(job))
    helper.stdout.setEncoding('utf8').on('data', (text) => {
      job.received += text
      if (!job.received.endsWith('#end\n')) return
      helper.stdin.end()
      resolve(job.received.split('\n').length - 2)
    })
    helper.stdin.write(`${lines.join('\n')}\n#end\n`)
  })
}

function addresses(list) {
  const lines = []
  for (let at = 0; at < 900; at++) {
    lines.push(`${(at * 7919 + list) % 10_000} Street of the ${at}th of May, list ${list}`)
  }
  return lines
}

let lists = 0
let sorted = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sorted += await sortLines(addresses(lists))
  lists++
  await sleep(300)
}

console.log(`addresses: ${lists} lists, ${sorted} lines`)
for (const { helper } of helpers) helper.kill()
