import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { NO_LIVE_FACTS } from '../../../src/diagnosis/index.ts'
import type { Lead, LeadStep } from '../../../src/diagnosis/index.ts'
import { held } from '../../support/lead-builder.ts'

const ACTIVE: Partial<LeadStep>[] = [
  { name: 'timerListMap', to: 'Object', edge: 'context' },
  { name: '[…]', to: 'TimersList', edge: 'element' },
  { name: '_idleNext', to: 'Timeout' },
]

describe('timers', () => {
  it('are told with their interval and the place of their callback', () => {
    const timers = held(ACTIVE, { exampleIds: [11, 13] })
    const callback = {
      function: 'ping',
      at: { function: 'ping', url: 'file:///app/feed.js', line: 18, column: 5 },
    }
    const fields = { _idleTimeout: 15_000, _repeat: 15_000, _onTimeout: callback }
    const facts = { ...NO_LIVE_FACTS, fields: { 11: fields, 13: fields } }
    const { rule } = causeOf(timers, facts)
    expect(rule.asks?.(timers).fields).toContain('_idleTimeout')
    expect(rule.details?.(timers, facts)).toEqual([
      { label: 'interval', value: '15 s' },
      { label: 'callback', value: 'ping at feed.js:18' },
    ])
  })

  it('of many durations are asked for through their lists', () => {
    const lists = held(ACTIVE.slice(0, 2), { exampleIds: [11, 13] })
    const facts = {
      ...NO_LIVE_FACTS,
      fields: { 11: { '_idleNext._idleTimeout': 5000 }, 13: { '_idleNext._idleTimeout': 600_000 } },
    }
    const { rule } = causeOf(lists, facts)
    expect(rule.cause).toBe('timer')
    expect(rule.details?.(lists, facts)).toEqual([{ label: 'timeout', value: '5 s to 10 min' }])
  })

  it('that nobody was asked about have no details', () => {
    const timers = held(ACTIVE, { exampleIds: [11] })
    expect(causeOf(timers, NO_LIVE_FACTS).rule.details?.(timers, NO_LIVE_FACTS)).toEqual([])
  })

  it('in a table of the program are told from active ones and from immediates', () => {
    const table = held([
      { name: 'timers', to: 'Object', edge: 'context' },
      { name: '[…]', to: 'Timeout', edge: 'element' },
    ])
    const immediates = held([
      { name: 'immediateQueue', to: 'ImmediateList', edge: 'context' },
      { name: 'head', to: 'Immediate' },
    ])
    const active = held(ACTIVE)
    const titles = [table, immediates, active].map((one) => {
      const { rule } = causeOf(one, NO_LIVE_FACTS)
      expect(rule.cause).toBe('timer')
      return rule.title(one)
    })
    expect(new Set(titles).size).toBe(3)
    expect(titles[0]).toContain('timers')
  })
})

describe('listeners of an emitter', () => {
  const listeners = (position: LeadStep['position']): Lead =>
    held(
      [
        { name: 'bus', to: 'EventEmitter', edge: 'context' },
        { name: '_events', to: 'Object' },
        { name: 'ready', to: 'Array' },
        { name: '[…]', to: 'closure onReady', edge: 'element', nodeType: 'closure', position },
      ],
      { grownPosition: position },
    )

  it('are told with emitter, event and number', () => {
    const own = listeners({ script: '/app/a.js', line: 3, column: 1 })
    const { rule } = causeOf(own, NO_LIVE_FACTS)
    expect(rule.details?.(own, NO_LIVE_FACTS)).toEqual([
      { label: 'emitter', value: 'EventEmitter bus' },
      { label: 'event', value: '"ready"' },
      { label: 'listeners added', value: '3,000' },
      { label: 'listener', value: 'onReady' },
    ])
    expect(rule.advice(own)).toContain('off()')
  })

  it('that Node added for once() are removed by a signal', () => {
    const waiting = listeners({ script: 'node:events', line: 633, column: 1 })
    expect(causeOf(waiting, NO_LIVE_FACTS).rule.advice(waiting)).toContain('signal')
  })
})

describe('listeners of an event target', () => {
  it('keep signals of AbortSignal.any alive in a set of Node’s own', () => {
    const kept = held([
      { name: 'gcPersistentSignals', to: 'Set', edge: 'context' },
      { name: '[…]', to: 'AbortSignal', edge: 'element' },
    ])
    const { rule } = causeOf(kept, NO_LIVE_FACTS)
    expect(rule.cause).toBe('event-target-listener')
    expect(rule.advice(kept)).toContain('AbortSignal.any')
  })

  it('are recognised by the references from a signal to those made of it', () => {
    for (const name of ['<symbol kDependantSignals>', '#dependantSignals']) {
      const made = held([
        { name: 'shutdown', to: 'AbortController', edge: 'context' },
        { name: '#signal', to: 'AbortSignal' },
        { name, to: 'Set' },
        { name: '[…]', to: 'WeakRef', edge: 'element' },
      ])
      const { rule } = causeOf(made, NO_LIVE_FACTS)
      expect(rule.cause).toBe('event-target-listener')
      expect(rule.title(made)).toContain('shutdown')
    }
  })

  it('are not to blame for a Map that one listener fills', () => {
    const filled = held([
      { name: '<symbol kEvents>', to: 'Map' },
      { name: '[…]', to: 'Object', edge: 'element' },
      { name: 'next', to: 'Listener' },
      { name: 'callback', to: 'closure onMessage', nodeType: 'closure' },
      { name: 'context', to: 'scope', edge: 'internal' },
      { name: 'cache', to: 'Map', edge: 'context' },
      { name: '[…]', to: 'Page', edge: 'element' },
    ])
    expect(causeOf(filled, NO_LIVE_FACTS).rule.cause).toBe('collection')
  })
})
