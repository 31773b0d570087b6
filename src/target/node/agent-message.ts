// Reads what an agent says. It comes from inside the user's program, so it is checked before it is believed.

import type {
  AgentMessage,
  Bye,
  CommandResult,
  Hello,
  NearLimit,
  Sample,
  SampleMessage,
} from '../../protocol/index.ts'

const ROLES: readonly unknown[] = ['main', 'worker', 'child', 'cluster-worker']
const TRIGGERS: readonly unknown[] = ['gc-natural', 'gc-asked', 'interval']
const SAMPLE_NUMBERS = [
  'atMs',
  'gcPauseMs',
  'oldGenerationBytes',
  'heapUsedBytes',
  'heapLimitBytes',
  'externalBytes',
  'arrayBufferBytes',
  'rssBytes',
  'mallocedBytes',
] as const satisfies readonly (keyof Sample)[]

type Fields = Readonly<Record<string, unknown>>

/** The message of one line, or `null` where it is none. */
export function parseAgentMessage(line: string): AgentMessage | null {
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    return null
  }
  if (isHello(message) || isSampleMessage(message) || isBye(message)) return message
  if (isNearLimit(message)) return message
  return isCommandResult(message) ? message : null
}

function isHello(message: unknown): message is Hello {
  if (!isFields(message) || message['type'] !== 'hello') return false
  const { entry, argv, role, workers, exhausted, memory } = message
  return (
    hasNumbers(message, ['protocol', 'pid', 'parentPid', 'threadId']) &&
    ROLES.includes(role) &&
    (entry === null || typeof entry === 'string') &&
    Array.isArray(argv) &&
    argv.every((argument) => typeof argument === 'string') &&
    hasStrings(message, ['cwd', 'nodeVersion', 'v8Version']) &&
    typeof message['ownsSigusr1'] === 'boolean' &&
    (memory === undefined ||
      (isFields(memory) && hasNumbers(memory, ['heapLimitBytes', 'rssBytes']))) &&
    (workers === undefined || isNumbers(workers)) &&
    (exhausted === undefined || isNumbers(exhausted))
  )
}

function isNearLimit(message: unknown): message is NearLimit {
  if (!isFields(message) || message['type'] !== 'near-limit') return false
  const { sampling } = message
  return (
    hasNumbers(message, ['atMs', 'usedBytes', 'limitBytes']) &&
    isFields(sampling) &&
    hasNumbers(sampling, ['intervalBytes', 'sinceMs']) &&
    Array.isArray(sampling['sites']) &&
    sampling['sites'].every(isLiveSite)
  )
}

function isLiveSite(site: unknown): boolean {
  return (
    isFields(site) &&
    hasNumbers(site, ['liveBytes', 'liveSamples', 'survivorBytes']) &&
    Array.isArray(site['stack']) &&
    site['stack'].every(isStackFrame)
  )
}

function isStackFrame(frame: unknown): boolean {
  return (
    isFields(frame) &&
    hasStrings(frame, ['function', 'url']) &&
    hasNumbers(frame, ['line', 'column'])
  )
}

function isSampleMessage(message: unknown): message is SampleMessage {
  if (!isFields(message) || message['type'] !== 'sample') return false
  const { sample } = message
  return (
    isFields(sample) &&
    TRIGGERS.includes(sample['trigger']) &&
    hasNumbers(sample, SAMPLE_NUMBERS) &&
    (sample['overdueObjects'] === undefined || Number.isFinite(sample['overdueObjects'])) &&
    isCounts(sample['operations']) &&
    isCounts(sample['resources']) &&
    Array.isArray(sample['spaces']) &&
    sample['spaces'].every(isSpace)
  )
}

function isSpace(space: unknown): boolean {
  if (!isFields(space) || !hasStrings(space, ['name'])) return false
  return hasNumbers(space, ['usedBytes', 'committedBytes'])
}

function isBye(message: unknown): message is Bye {
  if (!isFields(message) || message['type'] !== 'bye') return false
  const { exitCode, uncaught, switchedOffBy } = message
  const isCode = exitCode === null || typeof exitCode === 'number'
  const isSwitch = switchedOffBy === undefined || typeof switchedOffBy === 'string'
  return isCode && isSwitch && (uncaught === null || typeof uncaught === 'string')
}

function isCommandResult(message: unknown): message is CommandResult {
  if (!isFields(message) || message['type'] !== 'result') return false
  const { id, ok, error } = message
  const isError = error === undefined || (isFields(error) && hasStrings(error, ['code', 'message']))
  return typeof id === 'number' && typeof ok === 'boolean' && isError
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounts(value: unknown): boolean {
  return isFields(value) && Object.values(value).every(Number.isFinite)
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}

function hasNumbers(fields: Fields, names: readonly string[]): boolean {
  return names.every((name) => Number.isFinite(fields[name]))
}

function hasStrings(fields: Fields, names: readonly string[]): boolean {
  return names.every((name) => typeof fields[name] === 'string')
}
