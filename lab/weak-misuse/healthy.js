// Opens a scratch file for every import job and removes it when nobody uses the job any more.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

const removed = []
const cleanUp = new FinalizationRegistry((file) => {
  if (removed.push(file.path) > 100) removed.shift()
})

class ImportJob {
  constructor(number) {
    this.number = number
    this.rows = []
    for (let row = 0; row < 100; row++) {
      this.rows.push({ key: `row ${row} of import ${number}`, amount: row * 1.5, row })
    }
  }

  total() {
    return this.rows.reduce((sum, row) => sum + row.amount, 0)
  }
}

function openJob(number) {
  const job = new ImportJob(number)
  cleanUp.register(job, { path: `/scratch/import-${number}.csv` })
  return job
}

let imports = 0
let sum = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  sum += openJob(imports).total()
  imports++
  await sleep(10)
}

console.log(`imports: ${imports} done, ${sum} booked, last removed ${removed.at(-1) ?? 'none'}`)
