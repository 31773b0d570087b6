import { describe, expect, it } from 'vitest'
import { declarationPosition } from '../../../src/investigation/declaration.ts'

const SOURCE = [
  "'use strict'",
  'const { a, other } = require("x")',
  'class Store {',
  '  entries = new Map()',
  '  constructor() {',
  '    this.jobs = []',
  '  }',
  '}',
  'let sessions = new Map(), count = 0',
  'exports.cache = {}',
].join('\n')

describe('the declaration of a name in a script', () => {
  it.each([
    ['sessions', 9, 5],
    ['count', 9, 27],
    ['other', 2, 12],
    ['entries', 4, 3],
    ['jobs', 6, 10],
    ['Store', 3, 7],
    ['cache', 10, 9],
  ])('of %s is found at line %i', (name, line, column) => {
    expect(declarationPosition(SOURCE, name)).toEqual({ line, column })
  })

  it('is not looked for where the name is no identifier', () => {
    expect(declarationPosition('const a = 1', '(a+)+$')).toBeNull()
    expect(declarationPosition('const a = 1', '.*')).toBeNull()
  })

  it('is not made up for a name that is nowhere declared', () => {
    expect(declarationPosition(SOURCE, 'missing')).toBeNull()
  })
})
