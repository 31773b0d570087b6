// A stream that is written or pushed to faster than it is read: write() and push() answer false, nobody waits, and
// the stream's own buffer grows without end. Node's streams, web streams, responses and event iterators alike.

import type { Detail, FieldValue } from '../../protocol/index.ts'
import type { Lead } from '../lead/lead.ts'
import type { StreamFacts } from '../lead/lead-contents.ts'
import { shareOf } from './cause-rule.ts'
import type { CauseRule, FieldQuestion } from './cause-rule.ts'

type Side = StreamFacts['side']

const BUFFER: Readonly<Record<Side, string>> = {
  writable: 'the buffer of what was written and not yet taken',
  readable: 'the buffer of what was read or pushed and not yet consumed',
  'web writable': 'the queue of chunks written and not yet taken',
  'web readable': 'the queue of chunks enqueued and not yet read',
  outgoing: 'the data of a message that waits for its socket',
  events: 'the events that an iterator has not yet given out',
}

const TITLE: Readonly<Record<Side, string>> = {
  writable: 'is written to faster than it takes it: its buffer grows',
  readable: 'is filled and not read: its buffer grows',
  'web writable': 'is written to faster than it takes it: its queue grows',
  'web readable': 'is filled and not read: its queue grows',
  outgoing: 'waits for its socket while data is written to it',
  events: 'takes events that nobody asks it for',
}

/** Fewer grown objects are the parts of the buffer, not its entries. */
const FEWEST = 10

export const streamBuffer: CauseRule = {
  cause: 'stream-buffer',
  where: 'heap',
  recognise(lead) {
    const { stream } = lead.contents
    if (stream !== null) return `what grows lies in ${BUFFER[stream.side]}`
    return isPiped(lead) ? 'the listeners that pile up are those of pipe()' : null
  },
  title(lead) {
    const { stream } = lead.contents
    if (stream === null) return `Pipes of ${pipeEnd(lead)} are made and never taken apart`
    return `${streamPhrase(lead, stream)} ${TITLE[stream.side]}`
  },
  advice(lead) {
    const { stream } = lead.contents
    return stream === null ? pipeAdvice(lead) : ADVICE[stream.side](streamPhrase(lead, stream))
  },
  asks(lead): FieldQuestion {
    const { stream } = lead.contents
    return stream === null
      ? { objectIds: [], fields: [] }
      : { objectIds: [stream.objectId], fields: FIELDS[stream.side] }
  },
  details(lead, facts) {
    const { stream } = lead.contents
    if (stream === null) return []
    return [
      { label: 'stream', value: publicClass(stream.className) },
      ...(lead.grownCount < FEWEST
        ? []
        : [{ label: 'entries waiting', value: lead.grownCount.toLocaleString('en-US') }]),
      ...fillDetails(stream, facts.fields[stream.objectId] ?? {}),
    ]
  },
}

const FIELDS: Readonly<Record<Side, readonly string[]>> = {
  writable: ['_writableState.length', '_writableState.highWaterMark', '_writableState.objectMode'],
  readable: ['_readableState.length', '_readableState.highWaterMark', '_readableState.objectMode'],
  'web writable': ['[kState].queueTotalSize', '[kState].highWaterMark'],
  'web readable': ['[kState].queueTotalSize', '[kState].highWaterMark'],
  outgoing: ['outputSize'],
  events: [],
}

const ADVICE: Readonly<Record<Side, (stream: string) => string>> = {
  writable: (stream) =>
    `When ${stream}.write() gives false, stop and go on at 'drain', or use pipeline(), which waits by itself. ` +
    'If its write() or transform() never calls its callback, or nobody reads what a Transform gives out, call and read it.',
  readable: (stream) =>
    `Read ${stream} to its end (for await, 'data', pipeline()), or resume() or destroy() it when its contents are not ` +
    'wanted. Where you push(), stop when it gives false and go on in read().',
  'web writable': (stream) =>
    `Await writer.ready (or each write()) before the next write to ${stream}, or use pipeTo(), which waits by itself. ` +
    'Both halves of a TransformStream must be in use: what is written waits until somebody reads.',
  'web readable': (stream) =>
    `Read ${stream} to its end or cancel() it: both branches of tee() must be read, the slower one keeps what the ` +
    'faster one has had. Where you enqueue(), look at controller.desiredSize and do it in pull().',
  outgoing: (stream) =>
    `When write() on ${stream} gives false, wait for 'drain' before the next; end or destroy() messages whose peer has ` +
    'gone or reads no more.',
  events: () =>
    'Read the iterator of events.on() as fast as events come, give it a signal that ends it with the work, or listen ' +
    'with a function instead.',
}

/** How far over its own mark the stream is, where the live process could be asked. */
function fillDetails(
  stream: StreamFacts,
  fields: Readonly<Record<string, FieldValue>>,
): readonly Detail[] {
  const [lengthField, markField, modeField] = FIELDS[stream.side]
  const length = numberOf(fields, lengthField)
  if (length === null) return []
  const mark = numberOf(fields, markField)
  const unit = unitOf(modeField === undefined ? undefined : fields[modeField])
  const details = [{ label: 'buffered', value: `${length.toLocaleString('en-US')}${unit}` }]
  if (mark === null) return details
  const times = mark > 0 ? `, ${(length / mark).toFixed(1)} times as much is buffered` : ''
  return [
    ...details,
    { label: 'high-water mark', value: `${mark.toLocaleString('en-US')}${unit}${times}` },
  ]
}

/** Chunks are counted in object mode, else their bytes; Node 20 and later keep the mode where it cannot be read. */
function unitOf(objectMode: FieldValue | undefined): string {
  if (typeof objectMode !== 'boolean') return ''
  return objectMode ? ' objects' : ' bytes'
}

function numberOf(
  fields: Readonly<Record<string, FieldValue>>,
  name: string | undefined,
): number | null {
  const value = name === undefined ? undefined : fields[name]
  return typeof value === 'number' ? value : null
}

/** The stream by its variable or property, and by its class. */
function streamPhrase(lead: Lead, stream: StreamFacts): string {
  if (stream.side === 'events') return 'The iterator of events.on()'
  const { name, edge, namedClass } = lead.holder
  const written = (edge === 'context' || edge === 'property') && !name.startsWith('<symbol')
  const streamClass = publicClass(stream.className)
  const named = written && (namedClass === stream.className || namedClass.includes('Stream'))
  return named ? `${publicClass(namedClass)} ${name}` : streamClass
}

/** Of a web stream's controller, state and inner halves the class that programs know. */
function publicClass(className: string): string {
  return className
    .replace(/^Internal(?=\w+Stream$)/, '')
    .replace(/(Stream)\w*(?:Controller|State)$/, '$1')
}

/** Listeners that Node's own pipe() adds to its two ends. */
const PIPE_LISTENERS =
  /^closure (?:ondata|onend|onunpipe|unpipe|onfinish|pipeOnDrainFunctionResult)$/
const STREAM_SCRIPT = /^node:internal\/streams\//

function isPiped(lead: Lead): boolean {
  if (!lead.steps.some((step) => step.name === '_events')) return false
  const share = shareOf(lead, ({ className, position }) => {
    return PIPE_LISTENERS.test(className) && STREAM_SCRIPT.test(position?.script ?? '')
  })
  return share > 0.05
}

function pipeEnd(lead: Lead): string {
  const events = lead.steps.findLastIndex((step) => step.name === '_events')
  const stream = lead.steps[events - 1]
  if (stream === undefined) return 'a stream'
  return stream.edge === 'context' || stream.edge === 'property'
    ? `${stream.to} ${stream.name}`
    : stream.to
}

function pipeAdvice(lead: Lead): string {
  return (
    `Every pipe() adds listeners to both ends and keeps the other end until unpipe() or the end of the source. Call ` +
    `unpipe() on ${pipeEnd(lead)} or destroy() the other end when its use is over, or use pipeline(), which cleans up.`
  )
}
