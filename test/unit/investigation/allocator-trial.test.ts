import { expect, test } from 'vitest'
import { trialNote } from '../../../src/investigation/allocator-trial.ts'

const MB = 1_000_000

test('an allocator that takes less is said to prove what was free', () => {
  const note = trialNote('MALLOC_ARENA_MAX=1', 200 * MB, 90 * MB)
  expect(note).toContain('90.0 MB of resident memory instead of 200.0 MB, 55 % less')
})

test('an allocator that takes more is said to', () => {
  expect(trialNote('x', 100 * MB, 130 * MB)).toMatch(/30 % more\.$/)
})

test('what one run differs from the next by is nothing', () => {
  expect(trialNote('x', 100 * MB, 95 * MB)).toContain('nothing changed that matters')
})

test('nothing is made of memory that could not be read', () => {
  expect(trialNote('x', null, 95 * MB)).toContain('could not be compared')
})
