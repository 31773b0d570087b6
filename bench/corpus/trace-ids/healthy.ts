// Reads the log of a service and lists the traces of the last failed requests.

import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const LISTED = 20_000

interface FailureList {
  readonly recent: string[]
  failures: number
}

function readLine(number: number): string {
  const trace = (number * 2_654_435_761).toString(16).padStart(32, '0')
  const frames = Array.from(
    { length: 360 },
    (_, at) => `at step${at} (service/lib/part-${at}.js:${number % 90}:12)`,
  )
  const level = number % 8 === 0 ? 'error' : 'info'
  return Buffer.from(`level=${level} trace=${trace} ${frames.join(' | ')}`).toString('latin1')
}

function failedId(line: string): string | null {
  if (!line.startsWith('level=error')) return null
  const from = line.indexOf('trace=') + 'trace='.length
  return Buffer.from(line.slice(from, from + 32)).toString()
}

function note(list: FailureList, line: string): void {
  const id = failedId(line)
  if (id === null) return
  list.failures++
  list.recent.push(id)
  if (list.recent.length > LISTED) list.recent.shift()
}

const list: FailureList = { recent: Array.from({ length: LISTED }, () => '-'), failures: 0 }
let lines = 0
let characters = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const line = readLine(lines)
  characters += line.length
  note(list, line)
  lines++
  await sleep(8)
}

console.log(`log: ${lines} lines, ${characters} characters, ${list.failures} failures`)
