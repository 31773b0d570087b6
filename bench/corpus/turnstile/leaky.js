// Counts visitors of a zoo at its gate and says when it becomes crowded.

const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

const totals = { visitors: 0, moments: 0, crowded: 0 }
const end = Date.now() + SECONDS * 1000

async function readGate(moment) {
  await sleep(9)
  const visitors = []
  for (let at = 0; at < 50 + (moment % 30); at++) {
    visitors.push({ ticket: `T${moment}-${at}`, adult: at % 3 > 0, paid: at * 0.5 })
  }
  return visitors
}

async function watchGate(moment) {
  const visitors = await readGate(moment)
  totals.moments++
  totals.visitors += visitors.length
  if (Date.now() < end) await watchGate(moment + 1)
  if (visitors.some(({ paid }) => paid > 39)) totals.crowded++
}

watchGate(0).then(() => console.log('zoo:', totals))
