// Answers report requests from a database, through a pool of connections.

import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from './vendor/pool.js'

const SECONDS = Number(process.env.SECONDS ?? 40)

let opened = 0

function openConnection() {
  const connection = { id: opened++, statements: [] }
  for (let table = 0; table < 100; table++) {
    connection.statements.push({ text: `select * from sales_${opened}_${table}`, cost: 0.5, table })
  }
  return connection
}

const pool = createPool({ create: openConnection })

async function report(month) {
  const connection = pool.acquire()
  await sleep(2)
  return connection.statements[month].text.length
}

let reports = 0
let characters = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  characters += await report(reports % 12)
  reports++
  await sleep(8)
}

console.log(`reports: ${reports} written over ${opened} connections, ${characters} characters`)
