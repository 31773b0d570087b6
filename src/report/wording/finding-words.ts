// The quantities of a finding as phrases: rate, gain, time to the heap limit, cause, place.

import type {
  AllocationSite,
  Cause,
  Finding,
  GrownGroup,
  Rate,
  SourcePosition,
  Where,
} from '../../protocol/index.ts'
import {
  byteRateText,
  bytesText,
  countRateText,
  countText,
  durationText,
  percentText,
  plural,
} from '../../units/index.ts'
import { visibleName, visiblePath } from '../escape/visible-text.ts'

const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  'event-listener': 'event listeners that are added and never removed',
  'event-target-listener': 'EventTarget or AbortSignal listeners that are never removed',
  timer: 'timers that are never cleared',
  collection: 'a collection that is filled and never emptied',
  closure: 'closures that keep their scope alive',
  promise: 'promises that never settle',
  'async-context': 'async context that outlives its operation',
  'stream-buffer': 'a stream that is written and not read',
  handle: 'handles that are never closed',
  connection: 'connections that are never closed',
  worker: 'workers that are never ended',
  'buffer-slice': 'small slices that keep large buffers alive',
  'array-buffer': 'array buffers that are kept',
  'string-slice': 'small substrings that keep large strings alive',
  'module-cache': 'modules that are loaded again and again',
  code: 'code that is compiled again and again',
  recursion: 'a chain that hangs on itself',
  'weak-misuse': 'a weak collection that keeps what it should let go',
  'detached-context': 'contexts that were left and are still held',
  native: 'native memory that V8 does not manage',
  fragmentation: 'freed memory that the allocator cannot give back',
  backlog: 'work that arrives faster than it is done',
  unknown: 'not known',
}

const WHERE_WORDS: Readonly<Record<Where, string>> = {
  heap: 'in the heap',
  'off-heap': 'outside the heap, held from it',
  native: 'in native memory',
  handles: 'in handles',
  code: 'in compiled code',
}

const OPERATION_WORDS: Readonly<Record<Rate['operation'], string>> = {
  'http request': 'HTTP request',
  'event-loop turn': 'event-loop turn',
  second: 'second',
  round: 'round',
}

/** Singular noun of an operation, e.g. `HTTP request`. */
export function operationWord(operation: Rate['operation']): string {
  return OPERATION_WORDS[operation] ?? visibleName(operation)
}

/** `collection: a collection that is filled and never emptied, in the heap`. */
export function causeWords(finding: Pick<Finding, 'cause' | 'where'>): string {
  const cause = CAUSE_WORDS[finding.cause] ?? CAUSE_WORDS.unknown
  const where = WHERE_WORDS[finding.where] ?? visibleName(finding.where)
  return `${visibleName(finding.cause)}: ${cause}, ${where}`
}

/** Growth per unit of work and per hour, one phrase each; empty where nothing was measured. */
export function rateWords(rate: Rate): string[] {
  const phrases: string[] = []
  const unit = operationWord(rate.operation)
  if (rate.bytesPerOperation !== 0) phrases.push(byteRateText(rate.bytesPerOperation, unit))
  if (rate.objectsPerOperation !== 0)
    phrases.push(countRateText(rate.objectsPerOperation, 'object', unit))
  if (rate.bytesPerHour !== 0) phrases.push(byteRateText(rate.bytesPerHour, 'hour'))
  return phrases
}

/** What cutting the faulty reference frees: for sure, and together with what others hold too. */
export function gainWords(grows: GrownGroup): string {
  const shared = Math.max(0, grows.retainedBytes - grows.exclusiveBytes)
  const exclusive =
    grows.exclusiveBytes === 0 ? 'nothing for sure' : `${bytesText(grows.exclusiveBytes)} for sure`
  if (grows.retainedBytes === 0 && grows.exclusiveBytes === 0)
    return 'not measured: no snapshot shows it'
  if (shared === 0) return `${exclusive}; nothing else holds any of it`
  return `${exclusive}, and ${bytesText(shared)} that other references may share`
}

/** `2,006 Session, 177 kB shallow, 77.0 MB retained`. */
export function grownWords(grows: GrownGroup): string {
  if (grows.retainedBytes === 0) return unheldWords(grows)
  const own = `${bytesText(grows.shallowBytes)} shallow`
  return `${countText(grows.objects)} ${visibleName(grows.className)}, ${own}, ${bytesText(grows.retainedBytes)} retained`
}

/** What no object retains, as native memory: `803 blocks of 18.4 kB, 22.9 MB altogether`. */
function unheldWords(grows: GrownGroup): string {
  const bytes = `${bytesText(grows.shallowBytes)} altogether`
  const name = visibleName(grows.className)
  return grows.objects === 0 ? `${name}, ${bytes}` : `${countText(grows.objects)} ${name}, ${bytes}`
}

/** When the heap limit is reached at this rate. */
export function limitWords(rate: Rate): string {
  if (rate.limitReachedInMs === null) return 'time to the heap limit cannot be said'
  return `heap limit reached in about ${durationText(rate.limitReachedInMs)} at this rate`
}

/** `src/session/store.ts:12:7`. */
export function positionWords(position: SourcePosition): string {
  return `${visiblePath(position.file)}:${String(position.line)}:${String(position.column)}`
}

/** The other isolates with the same fingerprint; `null` where there is none. */
export function alsoInWords(finding: Finding): string | null {
  if (finding.alsoIn.length === 0) return null
  const shown = finding.alsoIn.slice(0, 8).map(visibleName).join(', ')
  const more = finding.alsoIn.length > 8 ? ` and ${countText(finding.alsoIn.length - 8)} more` : ''
  return `also in ${plural(finding.alsoIn.length, 'isolate')}: ${shown}${more}`
}

/** `96% of the survivors`; what only the text of the source says has no share. */
export function shareWords(site: AllocationSite): string {
  return site.share === null ? 'by its text' : `${percentText(site.share)} of the survivors`
}
