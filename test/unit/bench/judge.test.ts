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
  suite: 'lab',
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
  suite: 'corpus',
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

test('the isolate that leaks must carry the finding', () => {
  const report = { ...ran('leaking', MAP_FINDING).report }
  const worker = {
    ...labCase.expected,
    leaky: { ...labCase.expected.leaky, isolate: 'worker' as const },
  }
  const run = { report, ended, wallMs: 1 }
  expect(judge(labCase, leaky, run).isolateRight).toBe(true)
  expect(judge({ ...labCase, expected: worker }, leaky, run).isolateRight).toBe(false)
  const [main] = report.isolates
  const inWorker = main ? [{ ...main, role: 'worker' as const }] : []
  const moved = { ...run, report: { ...report, isolates: inWorker } }
  expect(judge({ ...labCase, expected: worker }, leaky, moved).isolateRight).toBe(true)
  expect(judge(labCase, leaky, moved).isolateRight).toBe(false)
})

test('the isolate of a package is where its truth says that the memory is', () => {
  const inWorker = {
    ...corpusCase,
    truth: { ...corpusCase.truth, where: 'worker heap (main is flat)' },
  }
  const outside = { ...corpusCase, truth: { ...corpusCase.truth, where: 'off-heap' } }
  expect(judge(inWorker, leaky, ran('leaking', MAP_FINDING)).isolateRight).toBe(false)
  expect(judge(outside, leaky, ran('leaking', MAP_FINDING)).isolateRight).toBe(null)
})

test('several causes may be right, and the statement of an addition as well as its function', () => {
  const addedBy = { file: 'src/session/store.ts', function: 'other', line: 1, statementLine: 41 }
  const either = {
    ...labCase.expected,
    cause: ['closure', 'collection'],
    leaky: { ...labCase.expected.leaky, addedBy },
  }
  const row = judge({ ...labCase, expected: either }, leaky, ran('leaking', MAP_FINDING))
  expect(row).toMatchObject({ causeRight: true, lineRight: true })
  expect(row.expectedCause).toBe('closure or collection')
})

test('a row keeps the fingerprint, how fast the program grew and what the trend said', () => {
  const row = judge(labCase, leaky, ran('leaking', MAP_FINDING))
  expect(row.fingerprint).toBe(MAP_FINDING.fingerprint)
  const [isolate] = ran('leaking', MAP_FINDING).report.isolates
  const first = isolate?.memory.floorBytes.find((bytes) => bytes !== null) ?? 0
  const perHour = isolate?.trend?.bytesPerHour ?? 0
  expect(row.sharePerMinute).toBeCloseTo(perHour / 60 / first, 10)
  expect(row.trends[0]).toMatchObject({ role: 'main', eValue: isolate?.trend?.eValue })
})
