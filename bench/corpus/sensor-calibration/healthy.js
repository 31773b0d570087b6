// A scale that is calibrated all the time against reference weights.

const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

let active = { round: -1, points: [{ raw: 0, grams: 0 }], correct: (raw) => raw }

function driftBetween(points, before) {
  return Math.abs(points[0].grams - before.points[0].grams)
}

function calibrate(round) {
  const before = active
  const points = []
  for (let weight = 0; weight < 100; weight++) {
    const raw = weight * 12.4 + Math.sin(round + weight)
    points.push({ raw, grams: raw * (1 + (round % 9) / 10_000), weight })
  }
  const correct = (raw) => raw + points[Math.floor(raw) % points.length].grams / 1000
  active = { round, points, correct }
  return driftBetween(points, before)
}

async function main() {
  let rounds = 0
  let drift = 0
  let weighed = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    drift = Math.max(drift, calibrate(rounds))
    weighed += active.correct(rounds % 500)
    rounds++
    await sleep(10)
  }
  console.log(`scale: ${rounds} rounds, drift ${drift.toFixed(4)}, ${weighed.toFixed(0)} g`)
}

main()
