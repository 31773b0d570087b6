// A program with a heap of many small objects that takes one kind of snapshot of itself some times over and says how long
// its event loop stood still. Arguments: megabytes, way (`fork`, `fork-ids`, `in-process`), times, folder, and `brief` to end
// the copies after a moment: then only the pause is measured.

const { mkdtempSync, rmSync, statSync } = require('node:fs')
const path = require('node:path')
const { endFork, takeSnapshot } = require('../../dist/agent/snapshot.cjs')

const TICK_MS = 2
const MOMENT_MS = 300
const isBrief = process.argv[6] === 'brief' && process.argv[3] !== 'in-process'
const [megabytes, way, times, folder] = [
  Number(process.argv[2]),
  process.argv[3],
  Number(process.argv[4]),
  process.argv[5],
]

globalThis.held = []
while (process.memoryUsage().heapUsed < megabytes * 1e6) {
  for (let at = 0; at < 10_000; at++) globalThis.held.push({ at, name: { at }, next: [at, at + 1] })
}

let lastTick = performance.now()
let longestGapMs = 0
// It also keeps the program alive: the agent's own timers do not.
const ticking = setInterval(() => {
  const now = performance.now()
  longestGapMs = Math.max(longestGapMs, now - lastTick - TICK_MS)
  lastTick = now
}, TICK_MS)

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

let stoppedMs = 0
let cpuMs = 0
const stopping = (work) => {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  cpuMs += (user + system) / 1000
  const tookMs = performance.now() - startedAt
  stoppedMs += tookMs
  return { result, tookMs }
}

/** The longest gap around the moment at which the program stands still, and until the file is there. */
async function measure(directory) {
  const request = {
    directory,
    way: way === 'in-process' ? way : 'fork',
    keepIds: way === 'fork-ids',
  }
  await pause(200)
  longestGapMs = 0
  stoppedMs = 0
  cpuMs = 0
  const startedAt = performance.now()
  const taken = takeSnapshot(request, { stopping, transform: null })
  void taken.catch(() => undefined)
  await pause(MOMENT_MS)
  const gapMs = longestGapMs
  if (isBrief) {
    endFork()
    await taken.catch(() => undefined)
    return { pauseMs: stoppedMs, cpuMs, gapMs, longestGapMs, tookMs: null, bytes: 0, tries: 1 }
  }
  const { pauseMs, bytes, tries, path: file } = await taken
  const tookMs = performance.now() - startedAt
  const written = statSync(file).size
  rmSync(file)
  return { pauseMs, cpuMs, gapMs, longestGapMs, tookMs, bytes: Math.min(bytes, written), tries }
}

async function main() {
  const directory = mkdtempSync(path.join(folder, 'pause-'))
  const { heapUsed, rss } = process.memoryUsage()
  const rounds = []
  try {
    for (let round = 0; round < times; round++) rounds.push(await measure(directory))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
  clearInterval(ticking)
  const rssAfter = process.memoryUsage().rss
  process.stdout.write(
    JSON.stringify({ node: process.version, way, heapUsed, rss, rssAfter, rounds }),
  )
}

void main()
