// Reads the memory of a process as Tidemark's process watch does, while it is told to: at least 600 ms apart, and at most
// one part in twenty of the time. With `full` it reads without a pause, with `itself` the same of its own memory.

import { setTimeout as sleep } from 'node:timers/promises'
import { readProcessMemory } from '../../dist/target/index.js'

const SHORTEST_GAP_MS = 600
const TIME_SHARE = 20

let mode = 'off'
let readings = 0
let costMs = 0
let residentBytes = 0
/** @param {{ mode: string, ask?: boolean }} message */
function obey(message) {
  mode = message.mode
  if (message.ask) {
    process.send?.({ readings, costMs, residentBytes })
    readings = 0
    costMs = 0
  }
}
process.on('message', (message) => obey(/** @type {{ mode: string, ask?: boolean }} */ (message)))
process.on('disconnect', () => process.exit())

const pid = Number(process.argv[2])
for (;;) {
  if (mode === 'off') {
    await sleep(20)
    continue
  }
  const reading = readProcessMemory(mode === 'itself' ? process.pid : pid)
  if (reading === null) throw new Error('the program is gone')
  readings++
  costMs += reading.costMs
  residentBytes = reading.residentBytes
  await sleep(mode === 'watch' ? Math.max(SHORTEST_GAP_MS, reading.costMs * TIME_SHARE) : 0)
}
