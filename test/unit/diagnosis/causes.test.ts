import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { NO_LIVE_FACTS } from '../../../src/diagnosis/index.ts'
import { held, lead } from '../../support/lead-builder.ts'

const NOTHING = NO_LIVE_FACTS

describe('the cause of a lead', () => {
  it('is collection for a Map that grows', () => {
    expect(causeOf(lead(), NOTHING).rule.cause).toBe('collection')
  })

  it('is event-listener for functions in the listeners of an event', () => {
    const grown = held([
      { name: 'bus', to: 'EventEmitter', edge: 'context' },
      { name: '_events', to: 'Object' },
      { name: 'message', to: 'Array' },
      { name: '[…]', to: 'closure onMessage', edge: 'element', nodeType: 'closure' },
    ])
    const { rule } = causeOf(grown, NOTHING)
    expect(rule.cause).toBe('event-listener')
    expect(rule.title(grown)).toContain('"message"')
    expect(rule.title(grown)).toContain('bus')
  })

  it('is not event-listener for a Map that one listener fills', () => {
    const grown = held([
      { name: '_events', to: 'Object' },
      { name: 'request', to: 'closure onRequest', nodeType: 'closure' },
      { name: 'context', to: 'scope', edge: 'internal' },
      { name: 'cache', to: 'Map', edge: 'context' },
      { name: '[…]', to: 'Page', edge: 'element' },
    ])
    expect(causeOf(grown, NOTHING).rule.cause).toBe('collection')
  })

  it('is event-target-listener for Listener objects', () => {
    const grown = held([
      { name: 'signal', to: 'AbortSignal', edge: 'context' },
      { name: '<symbol kEvents>', to: 'Map' },
      { name: '[…]', to: 'Object', edge: 'element' },
      { name: 'next', to: 'Listener' },
    ])
    expect(causeOf(grown, NOTHING).rule.cause).toBe('event-target-listener')
  })

  it('is not event-target-listener below the one message listener of a worker', () => {
    const below = held([
      { edge: 'internal', name: '[…]', to: 'MessagePort' },
      { name: '<symbol kEvents>', to: 'Map' },
      { edge: 'element', name: '[…]', to: 'Object' },
      { name: 'next', to: 'Listener' },
      { name: 'listener', to: 'closure (anonymous)' },
      { edge: 'internal', name: 'context', to: 'scope' },
      { edge: 'context', name: 'sessions', to: 'Map' },
      { edge: 'element', name: '[…]', to: 'Session' },
    ])
    expect(causeOf(below, NOTHING).rule.cause).toBe('collection')
  })

  it('is promise for reactions on a pending promise', () => {
    const grown = held([
      { name: 'promise', to: 'Promise' },
      {
        name: 'reactions_or_result',
        to: 'system / PromiseReaction',
        edge: 'internal',
        nodeType: 'hidden',
      },
    ])
    expect(causeOf(grown, NOTHING).rule.cause).toBe('promise')
  })

  it('is recursion for many suspended calls of one function, and only then', () => {
    const call = { name: 'register', position: { script: '/app/a.js', line: 2, column: 38 } }
    expect(causeOf(lead({ longestFold: 20_001, foldedFunction: call }), NOTHING).rule.cause).toBe(
      'recursion',
    )
    expect(
      causeOf(lead({ longestFold: 20_001, foldedFunction: null }), NOTHING).rule.cause,
    ).not.toBe('recursion')
  })

  it('is timer for what hangs from the lists of active timers', () => {
    const grown = held([
      { name: 'timerListMap', to: 'Object', edge: 'context' },
      { name: '[…]', to: 'TimersList', edge: 'element' },
      { name: '_idleNext', to: 'Timeout' },
    ])
    expect(causeOf(grown, NOTHING).rule.cause).toBe('timer')
  })

  it('is string-slice when whole strings are held by slices only', () => {
    const row = {
      className: '(string)',
      nodeType: 'string',
      position: null,
      objects: 10,
      bytes: 1_000_000,
    }
    const grown = lead({ composition: [row], slicedParentBytes: 900_000 })
    expect(causeOf(grown, NOTHING).rule.cause).toBe('string-slice')
  })

  it('is array-buffer for buffers, and buffer-slice when the live process says that little of them is used', () => {
    const row = {
      className: 'system / JSArrayBufferData',
      nodeType: 'native',
      position: null,
      objects: 10,
      bytes: 1e7,
    }
    const grown = lead({ composition: [row], backingStoreBytes: 1e7 })
    expect(causeOf(grown, NOTHING).rule.cause).toBe('array-buffer')
    const views = { wantedBytes: 1e4, pinnedBytes: 1e7, slices: 100 }
    expect(causeOf(grown, { ...NOTHING, views }).rule.cause).toBe('buffer-slice')
    const full = { wantedBytes: 1e7, pinnedBytes: 1e7, slices: 0 }
    expect(causeOf(grown, { ...NOTHING, views: full }).rule.cause).toBe('array-buffer')
  })

  it('is module-cache for modules that pile up', () => {
    const grown = held([
      { name: '_cache', to: 'Object' },
      { name: '[key]', to: 'Module' },
    ])
    expect(causeOf(grown, NOTHING).rule.cause).toBe('module-cache')
  })

  it('is code when most of the growth is compiled code', () => {
    const row = {
      className: '(compiled code)',
      nodeType: 'code',
      position: null,
      objects: 100,
      bytes: 1e6,
    }
    expect(causeOf(lead({ composition: [row] }), NOTHING).rule.cause).toBe('code')
  })

  it('is closure for what hangs from the scope of a function', () => {
    const grown = held([
      { name: 'handler', to: 'closure handler', nodeType: 'closure' },
      { name: 'context', to: 'scope', edge: 'internal' },
      { name: 'previous', to: 'scope', edge: 'internal' },
    ])
    expect(causeOf(grown, NOTHING).rule.cause).toBe('closure')
  })

  it('is closure for scopes that hold one another', () => {
    const chained = lead({ chainedScopes: true, longestFold: 500 })
    expect(causeOf(chained, NOTHING).rule.cause).toBe('closure')
  })

  it('is unknown, with its path, for anything else', () => {
    const grown = held([
      { name: 'head', to: 'Thing' },
      { name: 'next', to: 'Thing' },
    ])
    const { rule } = causeOf(grown, NOTHING)
    expect(rule.cause).toBe('unknown')
    expect(rule.advice(grown)).toContain('Thing')
  })
})
