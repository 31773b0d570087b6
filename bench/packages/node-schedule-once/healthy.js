'use strict'
// Reminds patients of their appointment, once, shortly after it was made.

const { setTimeout: sleep } = require('node:timers/promises')
const schedule = require('node-schedule-2.1.1')

const SECONDS = Number(process.env.SECONDS ?? 40)

let reminded = 0

function remind(patient) {
  const letter = Array.from({ length: 60 }, (_, line) => ({ line, patient, indent: line / 4 }))
  schedule.scheduleJob(new Date(Date.now() + 200), () => {
    reminded += letter.length > 0 ? 1 : 0
  })
}

async function main() {
  let patients = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    remind(patients)
    patients++
    await sleep(12)
  }
  await sleep(400)
  console.log(`practice: ${patients} patients, ${reminded} reminded`)
}

main()
