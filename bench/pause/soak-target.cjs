// A program under load, with worker threads, that takes many snapshots of itself through copies and compares what the kernel
// and Node say of it before and after. Arguments: how many, folder, and `none` for the same without snapshots. Run with
// --expose-gc.

const { execFileSync } = require('node:child_process')
const { pbkdf2 } = require('node:crypto')
const { closeSync, fstatSync, mkdtempSync, openSync, readFileSync } = require('node:fs')
const { readSync, readdirSync, readlinkSync, rmSync, writeFileSync } = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const { isMainThread, Worker } = require('node:worker_threads')

const count = Number(process.argv[2])
const isBare = process.argv[4] === 'none'
const BARE_MS = 500
const WORKERS = 2
const CHECK_SPAWN_EVERY = 25

function makeGarbage(held) {
  const made = []
  for (let at = 0; at < 600; at++) {
    made.push({ at, text: `text ${at}`, bytes: at % 100 === 0 ? Buffer.alloc(3000) : null })
  }
  held[Math.floor(Math.random() * 200)] = made.slice(0, 50)
}

function startLoad() {
  const held = []
  const timers = [setInterval(() => makeGarbage(held), 10)]
  if (!isMainThread) return { timers }
  timers.push(setInterval(() => pbkdf2('a', 'b', 500, 32, 'sha1', () => {}), 40))
  const server = http.createServer((request, response) => response.end('x'.repeat(1000)))
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 })
  let answered = 0
  let failed = 0
  server.listen(0, '127.0.0.1', () => {
    const options = { port: server.address().port, host: '127.0.0.1', agent }
    const ask = () =>
      http
        .get(options, (response) => {
          answered += 1
          response.resume()
        })
        .on('error', () => (failed += 1))
    timers.push(setInterval(ask, 10))
  })
  return { timers, server, agent, work: () => ({ answered, failed }) }
}

/** Ranges of private mappings by whether forks leave them out (`dc`). */
function mappings() {
  const found = { out: [], in: [] }
  let range = null
  for (const line of readFileSync('/proc/self/smaps', 'latin1').split('\n')) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) ...(.)/.exec(line)
    if (head !== null)
      range = head[3] === 'p' ? [parseInt(head[1], 16), parseInt(head[2], 16)] : null
    else if (range !== null && line.startsWith('VmFlags:')) {
      found[/ dc( |$)/.test(line) ? 'out' : 'in'].push(range)
    }
  }
  return found
}

/** Bytes in which two sorted lists of ranges meet. */
function overlap(one, other) {
  let bytes = 0
  for (let a = 0, b = 0; a < one.length && b < other.length;) {
    bytes += Math.max(0, Math.min(one[a][1], other[b][1]) - Math.max(one[a][0], other[b][0]))
    if (one[a][1] < other[b][1]) a += 1
    else b += 1
  }
  return bytes
}

const status = (pattern) => readFileSync('/proc/self/status', 'latin1').match(pattern)

function descriptors() {
  const kinds = []
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      kinds.push(readlinkSync(`/proc/self/fd/${fd}`).replace(/\d{2,}/g, 'N'))
    } catch {
      // The descriptor of the listing itself.
    }
  }
  return kinds.sort()
}

/** What must be the same before and after. */
function state() {
  return {
    descriptors: descriptors(),
    threads: readdirSync('/proc/self/task').length,
    children: readdirSync('/proc/self/task')
      .map((task) => readFileSync(`/proc/self/task/${task}/children`, 'latin1'))
      .join(''),
    resources: process.getActiveResourcesInfo().sort(),
    signals: status(/^(Sig(Pnd|Blk|Ign|Cgt)|ShdPnd|NoNewPrivs|Seccomp):.*$/gm),
    nice: readFileSync('/proc/self/stat', 'latin1').split(') ')[1].split(' ')[16],
    oomScore: readFileSync('/proc/self/oom_score_adj', 'latin1').trim(),
    limits: readFileSync('/proc/self/limits', 'latin1'),
    listeners: process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`),
    modules: Object.keys(require.cache).length,
    directory: process.cwd(),
  }
}

async function residentBytes() {
  for (let round = 0; round < 3; round++) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return process.memoryUsage.rss()
}

/** The load rests, so that what is counted is not on its way. */
async function settled(load, workers) {
  for (const worker of workers) worker.postMessage('rest')
  for (const timer of load.timers) clearInterval(timer)
  load.agent.destroy()
  load.server.close()
  await new Promise((resolve) => setTimeout(resolve, 300))
}

/** Runs what stops the program and compares which mappings forks leave out before and after. */
function createStopping(faults) {
  return (work) => {
    const before = mappings()
    const startedAt = performance.now()
    const result = work()
    const tookMs = performance.now() - startedAt
    const after = mappings()
    faults.lostMarks += overlap(before.out, after.in)
    faults.wrongMarks += overlap(before.in, after.out)
    return { result, tookMs }
  }
}

const add = (counts, key) => (counts[key] = (counts[key] ?? 0) + 1)

/** Reads only the end: all of it would be garbage that makes the program larger. */
function isWhole(file) {
  const end = Buffer.alloc(16)
  const descriptor = openSync(file)
  readSync(descriptor, end, 0, end.length, fstatSync(descriptor).size - end.length)
  closeSync(descriptor)
  return end.toString().trimEnd().endsWith('"]}')
}

async function takeOne({ directory, outcome, stopping }) {
  if (isBare) return new Promise((resolve) => setTimeout(resolve, BARE_MS))
  const { takeSnapshot } = require('../../dist/agent/snapshot.cjs')
  const startedAt = performance.now()
  try {
    const request = { directory, way: 'fork', keepIds: false }
    const taken = await takeSnapshot(request, { stopping, transform: null })
    add(outcome.tries, taken.tries)
    outcome.pausesMs.push(taken.pauseMs)
    outcome.bytes.push(taken.bytes)
    if (!isWhole(taken.path)) add(outcome.failures, 'the file is not whole')
    rmSync(taken.path)
  } catch (error) {
    add(outcome.failures, error.message)
  }
  outcome.tookMs.push(performance.now() - startedAt)
}

const noOutcome = () => ({ tries: {}, failures: {}, pausesMs: [], tookMs: [], bytes: [], rss: [] })

/** Whether a child of the program's own starts as ever. Its end gives a signal, and rightly so. */
async function checkSpawn(faults) {
  const signals = faults.childSignals
  if (execFileSync('/bin/echo', ['well']).toString() === 'well\n') faults.spawns += 1
  await new Promise((resolve) => setTimeout(resolve, 20))
  faults.childSignals = signals
}

async function main() {
  const directory = mkdtempSync(path.join(process.argv[3], 'soak-'))
  const faults = { lostMarks: 0, wrongMarks: 0, childSignals: 0, exitsSeen: 0, spawns: 0 }
  process.on('SIGCHLD', () => (faults.childSignals += 1))
  process.on('exit', () => writeFileSync(path.join(process.argv[3], `exit-${process.pid}`), ''))
  const workers = Array.from({ length: WORKERS }, () => new Worker(__filename))
  const stopping = createStopping(faults)
  let load = startLoad()
  for (let round = 0; round < 3; round++) {
    await takeOne({ directory, outcome: noOutcome(), stopping })
  }
  await checkSpawn(faults)
  const rssBefore = await residentBytes()
  await settled(load, workers)
  const before = state()
  const outcome = noOutcome()
  faults.spawns = 0
  load = startLoad()
  for (const worker of workers) worker.postMessage('work')
  for (let round = 0; round < count; round++) {
    await takeOne({ directory, outcome, stopping })
    if (round % CHECK_SPAWN_EVERY > 0) continue
    await checkSpawn(faults)
    outcome.rss.push(Math.round((await residentBytes()) / 1e6))
  }
  const rssAfter = await residentBytes()
  const work = load.work()
  await settled(load, workers)
  const after = state()
  faults.exitsSeen = readdirSync(process.argv[3]).filter((name) => name.startsWith('exit-')).length
  const leftBehind = readdirSync(directory)
  rmSync(directory, { recursive: true, force: true })
  const answer = { before, after, outcome, faults, work, rssBefore, rssAfter, leftBehind }
  for (const worker of workers) await worker.terminate()
  process.stdout.write(JSON.stringify(answer))
}

if (isMainThread) void main()
else {
  const { parentPort } = require('node:worker_threads')
  let load = startLoad()
  parentPort.on('message', (message) => {
    if (message === 'rest') for (const timer of load.timers) clearInterval(timer)
    else load = startLoad()
  })
}
