import { describe, expect, it } from 'vitest'
import { scriptCode } from '../../../src/diagnosis/index.ts'
import { holderOf } from '../../../src/diagnosis/holder.ts'
import type { LeadHolder } from '../../../src/diagnosis/lead/lead.ts'
import { localWords } from '../../../src/diagnosis/local-variable.ts'
import { plainLookup } from '../../support/lead-builder.ts'

const SCRIPT = '/app/main.mjs'

function local(namedClass: string, overrides: Partial<LeadHolder> = {}): LeadHolder {
  return {
    objectId: 1,
    name: '',
    edge: 'element',
    className: namedClass,
    namedClass,
    nodeType: 'object',
    ownerName: 'async function (anonymous)',
    position: { script: SCRIPT, line: 1, column: 1 },
    ...overrides,
  }
}

function nameIn(text: string, holder: LeadHolder): string {
  const lookup = { ...plainLookup, code: () => scriptCode(text) }
  return holderOf({ holder }, lookup).name
}

describe('the variable of a suspended function', () => {
  it('is the one that the text makes of its class', () => {
    const text = `const history = new History(5)\nfor (;;) { history.add(await next()) }`
    expect(nameIn(text, local('History'))).toBe('history')
    expect(nameIn('let newest = null\nnewest = new ns.Rate(newest)', local('Rate'))).toBe('newest')
    expect(nameIn('const a = 1, kept: unknown[] = []', local('Array'))).toBe('kept')
  })

  it('is not guessed where two are made of it, or none', () => {
    expect(nameIn('const a = new Map(), b = new Map()', local('Map'))).toBe('')
    expect(nameIn('const a = makeMap()', local('Map'))).toBe('')
    expect(nameIn('// const a = new Map()\nstate.a = new Map()', local('Map'))).toBe('')
    expect(nameIn('const [a] = [b]', local('Array'))).toBe('')
  })

  it('is none that a function uses or makes, for such a variable has its name in a scope', () => {
    expect(nameIn('const a = new Map()\nfunction put() { a.set(1, 2) }', local('Map'))).toBe('')
    expect(nameIn('function put() { const a = new Map() }', local('Map'))).toBe('')
  })

  it('is looked for in the function that it belongs to', () => {
    const text = `const all = new Map()\nasync function poll(n) {\n  const seen = new Map()\n}`
    const position = { script: SCRIPT, line: 2, column: 20 }
    expect(nameIn(text, local('Map', { ownerName: 'async function poll', position }))).toBe('seen')
  })

  it('is said to be one where it has no name', () => {
    expect(localWords(local('Map'))).toBe('a top-level variable of main.mjs')
    const position = { script: SCRIPT, line: 2, column: 20 }
    const inside = local('Map', { ownerName: 'async function poll', position })
    expect(localWords(inside)).toBe('a variable of async function poll in main.mjs')
    expect(localWords(local('Map', { edge: 'property', name: 'a' }))).toBeNull()
    expect(localWords(local('Map', { ownerName: 'Map' }))).toBeNull()
  })
})
