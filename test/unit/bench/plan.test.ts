import { expect, test } from 'vitest'
import { keyOf, plannedRuns, runKey } from '../../../bench/accuracy/plan.mjs'
import { settingsOf } from '../../../bench/accuracy/settings.mjs'

type Options = Parameters<typeof plannedRuns>[1]

const program = (twin: string) => ({ twin, file: `${twin}.js`, nodeArgs: [] })
const case_ = (name: string) => ({
  suite: 'lab',
  name,
  folder: name,
  programs: [program('leaky'), program('healthy')],
  truth: null,
  expected: null,
})
const cases = [case_('a'), case_('b')]
const plain: Options = { folders: ['lab'], cases: [], twins: [], nodes: ['current'], repeat: 1 }
const keys = (options: Options, finished: string[] = []) =>
  plannedRuns(cases, options, new Set(finished)).map(keyOf)

test('every program is run once on every Node before any is run again', () => {
  const planned = keys({ ...plain, nodes: ['20', '22'], repeat: 2 })
  expect(planned).toHaveLength(16)
  expect(planned.slice(0, 5)).toEqual([
    'lab/a/leaky/20/1',
    'lab/a/healthy/20/1',
    'lab/b/leaky/20/1',
    'lab/b/healthy/20/1',
    'lab/a/leaky/22/1',
  ])
  expect(planned.slice(8).every((key) => key.endsWith('/2'))).toBe(true)
})

test('what is in the log already is left out', () => {
  const row = { suite: 'lab', case: 'a', twin: 'leaky', node: 'current', repeat: 1 }
  expect(keys(plain, [runKey(row)])).toEqual([
    'lab/a/healthy/current/1',
    'lab/b/leaky/current/1',
    'lab/b/healthy/current/1',
  ])
})

test('a name that is no case is refused', () => {
  const options = { ...plain, cases: ['c'] }
  expect(() => keys(options)).toThrow('no such case in lab: c')
})

test('the command line is read up to the options of tidemark run', () => {
  const asked = settingsOf(['--lab', 'more', '--repeat', '3', '--nodes', '20,22', '--', '--quiet'])
  expect(asked.folders.map((folder) => folder.split(/[\\/]/).at(-1))).toEqual(['lab', 'more'])
  expect(asked).toMatchObject({ repeat: 3, nodes: ['20', '22'], extra: ['--quiet'] })
  expect(() => settingsOf([])).toThrow('usage')
  expect(() => settingsOf(['--lab', '--repeat', 'many'])).toThrow('--repeat many')
})
