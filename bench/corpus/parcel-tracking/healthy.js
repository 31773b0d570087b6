// Tells customers where their parcels are. A parcel is polled until it has been delivered.

const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)
const POLL_MS = 4000

let polls = 0
let delivered = 0

function stateOf(parcel) {
  polls++
  const age = Date.now() - parcel.takenAt
  return age > 3000 ? 'delivered' : 'on its way'
}

function track(number) {
  const scans = []
  for (let stop = 0; stop < 70; stop++) {
    scans.push({ depot: `depot ${stop} of ${number}`, at: 1.5 * stop, state: 'scanned' })
  }
  const parcel = { number, scans, takenAt: Date.now(), state: 'taken' }

  function poll() {
    const before = parcel.state
    parcel.state = stateOf(parcel)
    if (parcel.state === 'delivered' && before !== 'delivered') delivered++
    if (parcel.state !== 'delivered') setTimeout(poll, POLL_MS).unref()
  }

  setTimeout(poll, POLL_MS).unref()
  return scans.length
}

async function main() {
  let parcels = 0
  let stops = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    stops += track(parcels)
    parcels++
    await sleep(14)
  }
  console.log(`parcels: ${parcels}, ${stops} stops, ${delivered} delivered, ${polls} polls`)
}

main()
