// Makes sales reports at night. On SIGHUP a running report stops after the present page.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

process.setMaxListeners(0)

async function makeReport(branch) {
  let stopped = false
  const pages = []
  const stop = () => {
    stopped = true
    pages.length = 0
  }
  process.on('SIGHUP', stop)
  for (let day = 0; day < 180 && !stopped; day++) {
    if (day % 30 === 0) pages.push([])
    const revenue = ((branch * 97 + day * 13) % 5000) + 0.25
    pages.at(-1).push({ branch, day, revenue, guests: (day * branch) % 300 })
  }
  await sleep(2)
  return pages.flat().length
}

let reports = 0
let rows = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  rows += await makeReport(reports % 400)
  reports++
  await sleep(6)
}

console.log(`reports: ${reports} made, ${rows} rows`)
