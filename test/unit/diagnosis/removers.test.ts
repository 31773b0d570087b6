import { describe, expect, it } from 'vitest'
import type { SourceLookup } from '../../../src/diagnosis/evidence.ts'
import type { Lead } from '../../../src/diagnosis/lead/lead.ts'
import { removersOf } from '../../../src/diagnosis/removers.ts'
import type { Removers } from '../../../src/diagnosis/removers.ts'
import { scriptCode } from '../../../src/diagnosis/source/script-code.ts'
import type { Cause, FunctionRun } from '../../../src/protocol/index.ts'
import { evidence, lead, plainLookup } from '../../support/lead-builder.ts'

const SCRIPT = '/app/store.js'

function removers(
  text: string,
  options: { runs?: FunctionRun[]; of?: Partial<Lead>; cause?: Cause } = {},
): Removers {
  const lookup: SourceLookup = {
    ...plainLookup,
    code: (script) => (script === SCRIPT ? scriptCode(text) : null),
  }
  return removersOf({
    lead: lead(options.of),
    cause: options.cause ?? 'collection',
    evidence: evidence({ functionRuns: options.runs ?? [] }),
    lookup,
    adders: [],
  })
}

/** What V8 would say of the function whose text is given. */
function run(text: string, part: string, ran: boolean): FunctionRun {
  const startOffset = text.indexOf(part)
  return { url: SCRIPT, name: '', startOffset, endOffset: startOffset + part.length, ran }
}

describe('removers', () => {
  it('are the functions that delete from, clear or replace the holder, with their lines', () => {
    const text = [
      'const sessions = new Map()',
      'function put(id, s) { sessions.set(id, s) }',
      'function close(id) { sessions.delete(id) }',
      'const reset = () => sessions.clear()',
      'function swap() {',
      '  sessions = new Map()',
      '}',
    ].join('\n')
    expect(removers(text).removers).toMatchObject([
      { function: 'close', does: 'deletes', line: 3, column: 22, ran: null },
      { function: 'reset', does: 'clears', line: 4, ran: null },
      { function: 'swap', does: 'clears', line: 6, ran: null },
    ])
  })

  it('that were not seen to run come first', () => {
    const first = 'function ran() { sessions.delete(1) }'
    const never = 'function never() { sessions.clear() }'
    const method = 'class A { static get b() { sessions.pop() } }'
    const text = `const sessions = new Map()\n${first}\n${never}\n${method}`
    const whole = { url: SCRIPT, name: '', startOffset: 0, endOffset: text.length, ran: true }
    const getter = run(text, 'static get b() { sessions.pop() }', true)
    const found = removers(text, { runs: [whole, run(text, first, true), getter] })
    expect(found.removers.map((one) => [one.function, one.ran])).toEqual([
      ['never', false],
      ['ran', true],
      ['b', true],
    ])
  })

  it('are left open where V8 told nothing of their script, or not all', () => {
    const text = 'const sessions = new Map()\nfunction close() { sessions.clear() }'
    const other = { url: '/app/other.js', name: '', startOffset: 0, endOffset: 9, ran: true }
    expect(removers(text, { runs: [other] }).removers).toMatchObject([{ ran: null }])
    const many = Array.from({ length: 2000 }, () => ({ ...other, url: SCRIPT }))
    expect(removers(text, { runs: many }).removers).toMatchObject([{ ran: null }])
  })

  it('are not seen in comments, strings, other names, or where the holder is made', () => {
    const text = [
      'const sessions = new Map() // sessions.delete(1)',
      'class Store { constructor() { this.sessions = new Map() } }',
      'function put(s) { log("sessions.clear()"); oldsessions.delete(s); sessions2.clear() }',
      'function get(id) { return sessions.get(id).delete() }',
    ].join('\n')
    expect(removers(text)).toEqual({
      removers: [],
      none: 'nothing in /app/store.js deletes from sessions',
    })
  })

  it('are not said to be missing where other code may have been given the holder', () => {
    for (const use of [
      'evict(sessions)',
      'const alias = sessions',
      'function f() { return sessions }',
      "const KEY = 'sessions'",
    ]) {
      expect(removers(`const sessions = new Map()\n${use}`)).toEqual({
        removers: [],
        none: null,
      })
    }
    expect(removers('const other = 1').none).toBeNull()
  })

  it('are said to be missing though the holder is exported: the sentence is about the file', () => {
    expect(
      removers('const sessions = new Map()\nmodule.exports = { sessions }').none,
    ).not.toBeNull()
    expect(removers('export const sessions = new Map()\nexport { sessions }').none).not.toBeNull()
  })

  it('know delete, length and array methods', () => {
    for (const [statement, does] of [
      ['delete sessions[id]', 'deletes'],
      ['sessions.length = 0', 'clears'],
      ['sessions.splice(0, 1)', 'deletes'],
      ['sessions?.shift()', 'deletes'],
      ['sessions = sessions.filter(keep)', 'clears'],
    ] as const) {
      const found = removers(`const sessions = []\nfunction f(id) { ${statement} }`).removers
      expect(found).toMatchObject([{ function: 'f', does }])
    }
    expect(
      removers('let sessions = []\nfunction f() { return sessions.length === 0 }').removers,
    ).toEqual([])
  })

  it('of a property are those of a property, of a variable those of that variable', () => {
    const holder = { ...lead().holder, edge: 'property' as const }
    const text = [
      'class Store { constructor() { this.sessions = new Map() }',
      '  drop(id) { delete this.sessions[id] }',
      '  evict() { this.sessions.clear() }',
      '  other() { let sessions; sessions = new Map(); sessions.clear() } }',
    ].join('\n')
    const names = (found: Removers): string[] => found.removers.map((one) => one.function)
    expect(names(removers(text, { of: { holder } }))).toEqual(['drop', 'evict'])
    const none = removers('class Store { constructor() { this.sessions = new Map() } }', {
      of: { holder },
    })
    expect(none.none).toBe('nothing in /app/store.js deletes from sessions by that name')
    const local = 'let sessions = []\nfunction f(s) { const a = 1, sessions = s; sessions.pop() }'
    expect(names(removers(local))).toEqual([])
  })

  it('of listeners are told by the event', () => {
    const steps = [
      ...lead().steps.slice(0, 3),
      { ...lead().steps[3], name: '_events', to: 'Object' },
      { ...lead().steps[4], edge: 'property' as const, name: 'message', to: 'Array' },
    ] as Lead['steps']
    const options = { of: { steps }, cause: 'event-listener' } as const
    const off = (event: string): string => `function stop(f) { bus.off(${event}, f) }`
    expect(removers(off("'message'"), options).removers).toMatchObject([{ does: 'unsubscribes' }])
    expect(removers(off("'close'"), options)).toEqual({
      removers: [],
      none: 'nothing in /app/store.js removes a listener of message',
    })
    expect(removers(off('event'), options).removers).toHaveLength(1)
  })
})
