import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { NO_CONTENTS, NO_LIVE_FACTS } from '../../../src/diagnosis/index.ts'
import type { CompositionRow, Lead, LeadContents } from '../../../src/diagnosis/index.ts'
import { lead, step } from '../../support/lead-builder.ts'

type Stream = NonNullable<LeadContents['stream']>

const UPLINK: Stream = { objectId: 77, className: 'Uplink', side: 'writable' }

function buffered(stream: Stream, overrides: Partial<Lead> = {}): Lead {
  return lead({
    holder: { ...lead().holder, name: 'log', className: 'Array', namedClass: stream.className },
    contents: { ...NO_CONTENTS, stream },
    ...overrides,
  })
}

function row(className: string, nodeType: string, script: string | null = null): CompositionRow {
  const position = script === null ? null : { script, line: 1, column: 1 }
  return { className, nodeType, position, objects: 1000, bytes: 100_000 }
}

describe('a lead into the buffer of a stream', () => {
  it('is stream-buffer, whatever lies in the buffer', () => {
    const bytes = { ...row('system / JSArrayBufferData', 'native'), bytes: 1e7 }
    const grown = buffered(UPLINK, { composition: [bytes], backingStoreBytes: 1e7 })
    const { rule } = causeOf(grown, NO_LIVE_FACTS)
    expect(rule.cause).toBe('stream-buffer')
    expect(rule.title(grown)).toContain('Uplink log')
    expect(rule.advice(grown)).toContain('drain')
  })

  it('says how far over its high-water mark the live stream is', () => {
    const grown = buffered(UPLINK)
    const { rule } = causeOf(grown, NO_LIVE_FACTS)
    expect(rule.asks?.(grown)).toMatchObject({ objectIds: [77] })
    const fields = {
      77: {
        '_writableState.length': 1_600_000,
        '_writableState.highWaterMark': 16_000,
        '_writableState.objectMode': false,
      },
    }
    const values = rule.details?.(grown, { ...NO_LIVE_FACTS, fields }).map(({ value }) => value)
    expect(values).toContain('1,600,000 bytes')
    expect(values?.at(-1)).toContain('100.0 times')
  })

  it('names no figures where the live process was not asked', () => {
    const grown = buffered(UPLINK)
    const { rule } = causeOf(grown, NO_LIVE_FACTS)
    const labels = rule.details?.(grown, NO_LIVE_FACTS).map(({ label }) => label)
    expect(labels).not.toContain('buffered')
  })

  it('is told by the class that programs know, for web streams too', () => {
    const queue = buffered({
      objectId: 5,
      className: 'ReadableStreamDefaultController',
      side: 'web readable',
    })
    const { rule } = causeOf(queue, NO_LIVE_FACTS)
    expect(rule.title(queue)).not.toContain('Controller')
    expect(rule.advice(queue)).toContain('tee()')
  })

  it("is stream-buffer for the listeners of Node's own pipe(), and event-listener for others", () => {
    const steps = [
      step({ edge: 'context', name: 'source', to: 'Readable' }),
      step({ name: '_events', to: 'Object' }),
      step({ name: 'data', to: 'Array' }),
      step({ edge: 'element', name: '[…]', to: 'closure ondata', nodeType: 'closure' }),
    ]
    const listeners = (script: string): Lead =>
      lead({
        steps,
        faultyStep: 3,
        grownClass: 'closure ondata',
        composition: [row('closure ondata', 'closure', script)],
      })
    const piped = listeners('node:internal/streams/readable')
    expect(causeOf(piped, NO_LIVE_FACTS).rule.title(piped)).toContain('Readable source')
    expect(causeOf(piped, NO_LIVE_FACTS).rule.cause).toBe('stream-buffer')
    const own = listeners('/app/feed.js')
    expect(causeOf(own, NO_LIVE_FACTS).rule.cause).toBe('event-listener')
  })
})

describe('a lead to calls that wait', () => {
  const waiting = (objects: number, script = '/app/orders.js'): Lead =>
    lead({
      grownClass: '{reject, resolve}',
      composition: [{ ...row('async function order', 'object', script), objects }],
    })

  it('is promise where each entry wakes a suspended call, and names the function', () => {
    const grown = waiting(3000)
    const { rule } = causeOf(grown, NO_LIVE_FACTS)
    expect(rule.cause).toBe('promise')
    expect(rule.title(grown)).toContain('order')
    expect(rule.title(grown)).toContain('sessions')
  })

  it('is collection where only a few of the entries do, or the calls are those of Node', () => {
    expect(causeOf(waiting(30), NO_LIVE_FACTS).rule.cause).toBe('collection')
    const node = waiting(3000, 'node:internal/webstreams/readablestream')
    expect(causeOf(node, NO_LIVE_FACTS).rule.cause).toBe('collection')
  })

  it('is promise for listeners of events.once(), and event-listener without a call that waits', () => {
    const steps = [
      step({ edge: 'context', name: 'bus', to: 'EventEmitter' }),
      step({ name: '_events', to: 'Object' }),
      step({ name: 'drained', to: 'Array' }),
      step({ edge: 'element', name: '[…]', to: 'closure native_bind', nodeType: 'closure' }),
    ]
    const resolver = row('closure resolver', 'closure', 'node:events')
    const call = { ...row('async function flush', 'object', '/app/a.js'), objects: 3000 }
    const once = lead({ steps, faultyStep: 3, composition: [resolver, call] })
    expect(causeOf(once, NO_LIVE_FACTS).rule.cause).toBe('promise')
    const listeners = lead({ steps, faultyStep: 3, composition: [resolver] })
    expect(causeOf(listeners, NO_LIVE_FACTS).rule.cause).toBe('event-listener')
  })
})
