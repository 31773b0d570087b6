// One isolate's recording, read from its lines. They come from a file that a crash may have cut off anywhere: what cannot be
// read is left out and counted.

import { RECORDING_SCHEMA, TidemarkError } from '../../protocol/index.ts'
import type {
  Bye,
  Hello,
  RecordingHeader,
  Sample,
  SitesMessage,
  SuspicionMessage,
} from '../../protocol/index.ts'
import { parseAgentMessage } from '../../target/index.ts'

export interface Recording {
  readonly startedAtMs: number
  readonly host: string
  readonly hello: Hello
  /** In the order of time, each once. */
  readonly samples: readonly Sample[]
  readonly suspicions: readonly SuspicionMessage[]
  /** The last reading of sampled allocations; `null` where there was none. */
  readonly sites: SitesMessage | null
  /** `null` where the isolate lives, was killed, or crashed. */
  readonly bye: Bye | null
  /** When it was last heard of, ms since 1970. */
  readonly heardAtMs: number
  /** Lines that could not be read. */
  readonly brokenLines: number
}

/** Threads of one process: its id says so on one machine only. */
export function isSameProcess(a: Recording, b: Recording): boolean {
  return a.host === b.host && a.hello.pid === b.hello.pid
}

interface Lines {
  header: RecordingHeader | null
  hello: Hello | null
  readonly samples: Map<number, Sample>
  readonly suspicions: Map<number, SuspicionMessage>
  sites: SitesMessage | null
  bye: Bye | null
  brokenLines: number
}

/** The recording that these texts, the files of one isolate in any order, hold. Throws `RECORDING_UNREADABLE`. O(lines). */
export function readRecording(texts: readonly string[], file: string): Recording {
  const lines: Lines = {
    header: null,
    hello: null,
    samples: new Map(),
    suspicions: new Map(),
    sites: null,
    bye: null,
    brokenLines: 0,
  }
  for (const text of texts) {
    for (const line of text.split('\n')) if (line.trim() !== '') takeLine(lines, line, file)
  }
  const { header } = lines
  if (header === null) {
    throw new TidemarkError('RECORDING_UNREADABLE', 'no line in it says what was recorded', {
      file,
      hint: 'Recordings are written by tidemark/register and end in .jsonl.',
    })
  }
  const samples = [...lines.samples.values()].sort((a, b) => a.atMs - b.atMs)
  return {
    startedAtMs: header.startedAtMs,
    host: header.host,
    hello: lines.hello ?? header.hello,
    samples,
    suspicions: [...lines.suspicions.values()].sort((a, b) => a.atMs - b.atMs),
    sites: lines.sites,
    bye: lines.bye,
    heardAtMs: header.startedAtMs + (samples.at(-1)?.atMs ?? 0),
    brokenLines: lines.brokenLines,
  }
}

function takeLine(lines: Lines, line: string, file: string): void {
  const other = parseLine(line)
  const { type } = other ?? {}
  if (isHeader(other)) takeHeader(lines, other, file)
  else if (type === 'suspicion' && isSuspicion(other)) lines.suspicions.set(other.atMs, other)
  else if (type === 'sites' && isSites(other)) {
    if (other.atMs >= (lines.sites?.atMs ?? 0)) lines.sites = other
  } else {
    const message = parseAgentMessage(line)
    if (message?.type === 'sample') lines.samples.set(message.sample.atMs, message.sample)
    else if (message?.type === 'hello') lines.hello = message
    else if (message?.type === 'bye') lines.bye = message
    else lines.brokenLines++
  }
}

function takeHeader(lines: Lines, header: RecordingHeader, file: string): void {
  const hello = parseAgentMessage(JSON.stringify(header.hello))
  const isKnown = (header.schema as string) === RECORDING_SCHEMA && hello?.type === 'hello'
  if (!isKnown || !Number.isFinite(header.startedAtMs) || typeof header.host !== 'string') {
    throw new TidemarkError(
      'RECORDING_UNREADABLE',
      'it has a form that this Tidemark does not know',
      {
        file,
        hint: 'A later Tidemark may have written it: read it with that one.',
      },
    )
  }
  lines.header = header
  // Each file begins with what was known then; the latest knows most.
  if (lines.hello === null || lines.hello.entry === null) lines.hello = hello
}

type Fields = Readonly<Record<string, unknown>>

function parseLine(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line)
    return isFields(value) ? value : null
  } catch {
    return null
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isHeader(line: Fields | null): line is Fields & RecordingHeader {
  return line?.['type'] === 'recording'
}

function isSuspicion(line: Fields | null): line is Fields & SuspicionMessage {
  if (line === null || typeof line['next'] !== 'string') return false
  const { refused } = line
  return (
    hasNumbers(line, ['atMs', 'fromBytes', 'toBytes', 'overMs']) &&
    (refused === null || typeof refused === 'string')
  )
}

function isSites(line: Fields | null): line is Fields & SitesMessage {
  if (line === null || !hasNumbers(line, ['atMs', 'pauseMs'])) return false
  const sampling = line['sampling']
  if (!isFields(sampling) || !hasNumbers(sampling, ['intervalBytes', 'sinceMs'])) return false
  const { sites } = sampling
  return Array.isArray(sites) && sites.every(isSite)
}

function isSite(site: unknown): boolean {
  if (!isFields(site) || !Array.isArray(site['stack'])) return false
  return (
    hasNumbers(site, ['liveBytes', 'liveSamples', 'survivorBytes']) && site['stack'].every(isFrame)
  )
}

function isFrame(frame: unknown): boolean {
  if (!isFields(frame) || !hasNumbers(frame, ['line', 'column'])) return false
  return typeof frame['function'] === 'string' && typeof frame['url'] === 'string'
}

function hasNumbers(fields: Fields, names: readonly string[]): boolean {
  return names.every((name) => Number.isFinite(fields[name]))
}
