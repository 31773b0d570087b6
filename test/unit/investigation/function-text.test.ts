import { describe, expect, it } from 'vitest'
import { statementPosition } from '../../../src/investigation/function-text.ts'

const SOURCE = [
  'function first() { sessions.set(0, 0) }',
  'function put(id, value) {',
  '  const copy = { id }',
  '  if (value) {',
  '    sessions.set(id, copy)',
  '  }',
  '}',
  'function last() { sessions.set(1, 1) }',
]

describe('the statement in a function that matches a pattern', () => {
  it('is looked for within that function only', () => {
    const found = statementPosition(SOURCE, { line: 2, column: 1 }, [/sessions\.set\(/])
    expect(found).toEqual({ line: 5, column: 5 })
  })

  it('is that of the first pattern that matches at all', () => {
    const found = statementPosition(SOURCE, { line: 2, column: 1 }, [/orders\./, /const copy/])
    expect(found?.line).toBe(3)
  })

  it('is not made up', () => {
    expect(statementPosition(SOURCE, { line: 2, column: 1 }, [/orders\./])).toBeNull()
    expect(statementPosition(SOURCE, { line: 99, column: 1 }, [/sessions/])).toBeNull()
  })
})
