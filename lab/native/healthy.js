// A job runner hands the settings of each job to the code that runs it.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

function settingsOf(job) {
  const rules = Array.from({ length: 700 }, (_, rule) => `rule-${rule}=${(rule * job) % 97}`)
  return `job=${job};${rules.join(';')}`
}

let current = ''

function use(settings) {
  current = settings
}

function run() {
  const settings = current
  return settings.length
}

let jobs = 0
let bytes = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  use(settingsOf(jobs))
  bytes += run()
  jobs++
  await sleep(15)
}

console.log(`jobs: ${jobs} run, ${bytes} bytes of settings`)
