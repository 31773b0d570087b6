import { expect, test } from 'vitest'
import { judge } from '../../../bench/accuracy/judge.mjs'
import type { Finding, Verdict } from '../../../src/protocol/index.ts'
import { finding } from '../../support/finding-builder.ts'
import { MAP_FINDING } from '../../support/sample-finding.ts'
import { leakingServer } from '../../support/sample-report.ts'

const ended = { code: 1, signal: null, timedOut: false, output: '' }
const leaky = { twin: 'leaky', file: 'leaky.js', nodeArgs: [] }
const healthy = { twin: 'healthy', file: 'healthy.js', nodeArgs: [] }

const labCase = {
  name: 'collection',
  folder: '.',
  programs: [leaky, healthy],
  truth: null,
  expected: {
    cause: 'collection',
    leaky: {
      verdict: 'leaking',
      holder: 'sessions',
      holderFile: 'store.ts',
      addedBy: { file: 'src/session/store.ts', function: 'put', line: 41 },
    },
    healthy: { verdict: ['stable', 'bounded', 'inconclusive'] },
  },
}

const corpusCase = {
  name: 'mem-maxage',
  folder: '.',
  programs: [leaky, healthy],
  truth: { holder: 'cacheStore', expected_verdict: { 'leaky.js': 'leak' as const } },
  expected: null,
}

function ran(verdict: Verdict, found: Finding) {
  return { report: { ...leakingServer(), verdict, findings: [found] }, ended, wallMs: 1 }
}

test('a lab case is judged on verdict, cause, holder, its file and its line', () => {
  const row = judge(labCase, leaky, ran('leaking', MAP_FINDING))
  expect(row).toMatchObject({ expected: 'leak', right: true, causeRight: true })
  expect(row).toMatchObject({ holderRight: true, lineRight: true })
})

test('the right name in another file is another holder', () => {
  const elsewhere = { file: 'src/other.ts', line: 1, column: 1 }
  const found = finding({ holder: { name: 'sessions', source: elsewhere } })
  expect(judge(labCase, leaky, ran('leaking', found)).holderRight).toBe(false)
})

test('only a program that leaks is judged on its holder', () => {
  const row = judge(labCase, healthy, ran('suspect', MAP_FINDING))
  expect(row).toMatchObject({ expected: 'no leak', right: false, holderRight: null })
})

test('only the first finding counts', () => {
  const run = ran('leaking', finding())
  const report = { ...run.report, findings: [finding(), MAP_FINDING] }
  expect(judge(labCase, leaky, { ...run, report }).holderRight).toBe(false)
})

test('a program without a stated truth is reported and not judged', () => {
  const row = judge(corpusCase, healthy, ran('leaking', MAP_FINDING))
  expect(row).toMatchObject({ expected: null, right: null, verdict: 'leaking' })
})

test('a run that ended without a report is wrong and says why', () => {
  const run = { report: null, ended: { ...ended, code: 4, output: 'a\nTARGET_GONE' }, wallMs: 7 }
  const row = judge(corpusCase, leaky, run)
  expect(row).toMatchObject({ right: false, holderRight: false, verdictMs: 7 })
  expect(row.trouble).toBe('no report, exit 4: TARGET_GONE')
})

test('the time to a verdict is when it stood, or else how long the program ran', () => {
  const { report, ...rest } = ran('leaking', MAP_FINDING)
  const target = { ...report.target, durationMs: 61_000 }
  const decided = { ...rest, report: { ...report, target, verdictAtMs: 21_000 } }
  const undecided = { ...rest, report: { ...report, target, verdictAtMs: null } }
  expect(judge(labCase, leaky, decided).verdictMs).toBe(21_000)
  expect(judge(labCase, leaky, undecided).verdictMs).toBe(61_000)
})
