// The audit trail of a patient register: each change is written to one stream, and the answer waits for it.

const { Writable } = require('node:stream')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

let written = 0
const trail = new Writable({
  highWaterMark: 1 << 20,
  write(chunk, encoding, done) {
    written += chunk.length
    setImmediate(done)
  },
})
trail.setMaxListeners(0)

function writeAudit(change) {
  return new Promise((resolve, reject) => {
    const fail = (error) =>
      reject(new Error(`change ${change.number} was not recorded`, { cause: error }))
    trail.on('error', fail)
    trail.write(`${change.number} ${change.user} ${change.fields.length}\n`, () => {
      trail.off('error', fail)
      resolve(change.number)
    })
  })
}

function makeChange(number) {
  const fields = []
  for (let at = 0; at < 45; at++) {
    fields.push({ name: `field_${at}`, before: number - at, after: `value ${number + at}` })
  }
  return { number, user: `nurse-${number % 30}`, fields }
}

async function main() {
  let changes = 0
  let last = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    last = await writeAudit(makeChange(changes))
    changes++
    await sleep(9)
  }
  console.log(`register: ${changes} changes, ${written} bytes, last ${last}`)
}

main()
