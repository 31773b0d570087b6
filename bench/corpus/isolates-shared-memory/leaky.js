// Solves crosswords with a worker thread. Each grid lies in shared memory, so that both sides see
// the letters without copying.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

const SECONDS = Number(process.env.SECONDS ?? 40)
const GRID_BYTES = 40 * 1024

const openGrids = []

function newGrid(puzzle) {
  const letters = new Uint8Array(new SharedArrayBuffer(GRID_BYTES)).fill(puzzle % 26)
  openGrids.push({ puzzle, letters })
  return letters
}

function closeGrid(letters) {
  const at = openGrids.findIndex((grid) => grid.letters.buffer === letters)
  if (at >= 0) openGrids.splice(at, 1)
}

async function main() {
  const solver = new Worker(new URL(import.meta.url))
  let puzzles = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    const letters = newGrid(puzzles)
    solver.postMessage(letters)
    await once(solver, 'message')
    closeGrid(letters)
    puzzles++
    await sleep(25)
  }
  await solver.terminate()
  console.log(`crosswords: ${puzzles} solved, ${openGrids.length} open`)
}

function solve(letters) {
  for (let at = 0; at < letters.length; at += 64) letters[at] = (letters[at] + at) % 26
  parentPort.postMessage(letters[64])
}

if (isMainThread) await main()
else parentPort.on('message', solve)
