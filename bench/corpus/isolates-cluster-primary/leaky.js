// Two cluster workers measure the river's level and report to the primary, which prints the mean
// of the last hour.

import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LAST_HOUR = 60

const reports = new Map()

function takeReport(station, report) {
  const known = reports.get(station) ?? []
  known.push(report)
  reports.set(station, known)
  return mean(known.slice(-LAST_HOUR))
}

function mean(lastReports) {
  let sum = 0
  for (const { levels } of lastReports) sum += levels[0]
  return sum / lastReports.length
}

async function primary() {
  let level = 0
  cluster.on('message', (worker, report) => {
    level = takeReport(worker.id, report)
  })
  cluster.fork()
  cluster.fork()
  await sleep(SECONDS * 1000)
  for (const worker of Object.values(cluster.workers)) worker.kill()
  console.log(`river: ${level.toFixed(2)} m`)
}

async function measure() {
  for (let minute = 0; ; minute++) {
    const levels = Array.from({ length: 1200 }, (_, at) => 3 + Math.sin(minute + at) / 7)
    process.send({ minute, levels })
    await sleep(30)
  }
}

if (cluster.isPrimary) await primary()
else await measure()
