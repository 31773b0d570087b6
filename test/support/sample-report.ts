// Report objects as real runs give them, for the goldens, the contract of the formats and the browser test.

import type { Finding, IsolateReport, Report, TrendReport } from '../../src/protocol/index.ts'
import { HEAP_DEATH, hostileDeath } from './sample-death.ts'
import {
  BUFFER_FINDING,
  excerpt,
  LISTENER_FINDING,
  MAP_FINDING,
  RECURSION_FINDING,
  step,
} from './sample-finding.ts'
import { NO_MEMORY, sampleMemory } from './sample-memory.ts'
import { sampleProcess } from './sample-process.ts'

const MB = 1_000_000

const GROWING: TrendReport = {
  series: 'post-GC floor',
  shape: 'growing',
  by: 'http request',
  bytesPerOperation: 38_400,
  bytesPerHour: 4_546_000_000,
  lowBytesPerHour: 4_310_000_000,
  highBytesPerHour: 4_790_000_000,
  eValue: 4812,
  alpha: 0.01,
  warmUpEndsAtMs: 7_000,
  points: 31,
  ceilingBytes: null,
  needs: null,
  says: 'the floor grows by 38.4 kB per request, without a sign of levelling off',
}

const FLAT: TrendReport = {
  ...GROWING,
  shape: 'flat',
  bytesPerOperation: 12,
  bytesPerHour: 1_420_000,
  lowBytesPerHour: -8_100_000,
  highBytesPerHour: 9_400_000,
  eValue: 0.04,
  says: 'the floor does not move',
}

const MAIN: IsolateReport = {
  id: '4242/0',
  pid: 4242,
  threadId: 0,
  role: 'main',
  entry: 'app.js',
  verdict: 'leaking',
  says: 'the floor grew from 21.4 MB to 98.4 MB over 2,006 requests',
  trend: GROWING,
  memory: sampleMemory({
    durationMs: 61_000,
    points: 244,
    operationsPerSecond: 33,
    floor: (share) => (21.4 + 77 * share) * MB,
  }),
  resources: {
    first: { TCPServerWrap: 1, Timeout: 2 },
    last: { TCPServerWrap: 1, TCPSocketWrap: 40, Timeout: 2 },
  },
  grew: [
    {
      className: 'IncomingMessage',
      source: null,
      objects: [101, 1_044, 2_107],
      shallowBytes: [2_080_600, 21_506_400, 43_404_200],
    },
    {
      className: 'Buffer',
      source: null,
      objects: [320, 1_263, 2_326],
      shallowBytes: [2_621_400, 10_345_000, 19_053_000],
    },
    {
      className: 'Session',
      source: { file: 'src/session/store.ts', line: 4, column: 18 },
      objects: [100, 1_043, 2_106],
      shallowBytes: [154_900, 1_615_600, 3_262_200],
    },
    {
      className: '(string)',
      source: null,
      objects: [41_200, 44_029, 47_218],
      shallowBytes: [5_120_000, 5_741_000, 6_442_000],
    },
  ],
}

const LEAKING: Report = {
  schema: 'tidemark.report/1',
  version: '0.1.0',
  createdAt: '2026-11-20T10:00:00Z',
  partial: false,
  target: {
    kind: 'node',
    command: ['node', 'app.js'],
    pid: 4242,
    runtime: { name: 'node', version: '20.20.2' },
    durationMs: 61_000,
    exit: { code: 0, signal: null },
    endedByUs: false,
  },
  verdict: 'leaking',
  verdictAtMs: 21_000,
  summary: 'Leaks 38.4 kB per request: sessions in src/session/store.ts is never emptied.',
  isolates: [MAIN],
  processes: [sampleProcess('stable')],
  findings: [MAP_FINDING],
  bounded: [],
  notes: ['Warm-up took 7s and is left out of the trend.'],
  intrusion: {
    collections: 4,
    collectionPauseMs: 118,
    longestCollectionMs: 41,
    snapshots: [
      { isolate: '4242/0', atMs: 14_000, pauseMs: 212, bytes: 31_200_000, way: 'in-process' },
      { isolate: '4242/0', atMs: 34_000, pauseMs: 388, bytes: 58_900_000, way: 'in-process' },
      { isolate: '4242/0', atMs: 58_000, pauseMs: 611, bytes: 97_100_000, way: 'in-process' },
    ],
    decisions: [],
    samplingMs: 30_000,
    samplingIntervalBytes: 131_072,
    lookupPauseMs: 34,
    resourceStacks: { types: ['Timeout'], looked: 212, costMs: 9 },
    budgetShare: 0.05,
    budgetAllowanceMs: 4000,
  },
  falseDiscoveryRate: 0.01,
}

/** An http server that puts every request into a Map: one finding, confirmed. */
export function leakingServer(): Report {
  return LEAKING
}

/** A cache that fills up: grows, and levels off. */
function fillingCache(): Report {
  const memory = sampleMemory({
    durationMs: 300_000,
    points: 300,
    operationsPerSecond: 50,
    floor: (share) => (18 + 34 * (1 - Math.exp(-4.5 * share))) * MB,
  })
  const trend: TrendReport = {
    ...GROWING,
    shape: 'saturating',
    bytesPerOperation: 240,
    bytesPerHour: 43_000_000,
    lowBytesPerHour: 12_000_000,
    highBytesPerHour: 71_000_000,
    eValue: 1.2,
    ceilingBytes: 52_400_000,
    says: 'the floor approaches 52.4 MB',
  }
  return {
    ...LEAKING,
    verdict: 'bounded',
    verdictAtMs: 21_000,
    summary: 'Grows, and levels off at 52.4 MB (51.1 MB to 54.8 MB): a cache that fills.',
    target: { ...LEAKING.target, durationMs: 300_000 },
    isolates: [
      { ...MAIN, verdict: 'bounded', says: 'grows towards 52.4 MB', trend, memory, grew: [] },
    ],
    processes: [sampleProcess('bounded')],
    findings: [],
    bounded: [
      {
        isolate: '4242/0',
        title: 'Map of class PageCache',
        ceilingBytes: 52_400_000,
        ceilingLowBytes: 51_100_000,
        ceilingHighBytes: 54_800_000,
        says: 'Growth halves every 46s; 98% of the ceiling is reached.',
      },
    ],
    notes: [],
    intrusion: {
      ...emptyIntrusion(),
      collections: 3,
      collectionPauseMs: 60,
      longestCollectionMs: 24,
    },
    falseDiscoveryRate: null,
  }
}

/** A program that does not grow. */
function stableServer(): Report {
  const memory = sampleMemory({
    durationMs: 61_000,
    points: 120,
    operationsPerSecond: 33,
    floor: () => 21.4 * MB,
  })
  return {
    ...LEAKING,
    verdict: 'stable',
    verdictAtMs: 21_000,
    summary: 'Does not grow: the floor stayed at 21.4 MB over 2,013 requests.',
    isolates: [
      {
        ...MAIN,
        verdict: 'stable',
        says: 'the floor stayed at 21.4 MB',
        trend: FLAT,
        memory,
        grew: [],
      },
    ],
    processes: [],
    findings: [],
    notes: [],
    intrusion: {
      ...emptyIntrusion(),
      collections: 2,
      collectionPauseMs: 18,
      longestCollectionMs: 10,
    },
    falseDiscoveryRate: null,
  }
}

/** Too little evidence: says how much more is needed. */
function inconclusiveRun(): Report {
  const trend: TrendReport = {
    ...FLAT,
    shape: 'undecided',
    eValue: 2.1,
    points: 3,
    warmUpEndsAtMs: 9_000,
    needs: { minutes: 4, collections: 9 },
    says: 'three readings of the floor are too few',
  }
  const memory = sampleMemory({
    durationMs: 12_000,
    points: 24,
    operationsPerSecond: 2,
    floor: (share) => (14 + share) * MB,
  })
  return {
    ...LEAKING,
    verdict: 'inconclusive',
    verdictAtMs: 21_000,
    summary:
      'Not enough evidence: 3 collections in 12s. About 4 more minutes or 9 more collections decide it.',
    target: { ...LEAKING.target, durationMs: 12_000 },
    isolates: [
      { ...MAIN, verdict: 'inconclusive', says: 'too few collections', trend, memory, grew: [] },
    ],
    processes: [],
    findings: [],
    notes: [
      'The program did 24 HTTP requests; a leak of less than 40 kB per request would not show.',
    ],
    intrusion: emptyIntrusion(),
    falseDiscoveryRate: null,
  }
}

/** Killed in the middle: what had been seen until then. */
function killedRun(): Report {
  return {
    ...LEAKING,
    partial: true,
    verdict: 'suspect',
    verdictAtMs: 21_000,
    summary: 'Grew by 38.4 kB per request until it was killed; one witness.',
    target: { ...LEAKING.target, durationMs: 23_000, exit: { code: null, signal: 'SIGKILL' } },
    isolates: [{ ...MAIN, verdict: 'suspect' }],
    processes: [],
    findings: [
      {
        ...MAP_FINDING,
        status: 'suspect',
        evidence: MAP_FINDING.evidence.slice(0, 1),
        addedBy: [],
        grows: { ...MAP_FINDING.grows, composition: [] },
      },
    ],
    notes: ['The second snapshot was being written when the program died; it was thrown away.'],
  }
}

/** Died of its heap limit before a second witness could be heard. */
function diedOfMemory(): Report {
  return {
    ...inconclusiveRun(),
    partial: true,
    summary:
      'Died of memory: heap limit of 134.2 MB (128 MiB) reached after 23.0 s. It grew until then, for too short a time to tell a leak from a need for more than its limit.',
    target: { ...LEAKING.target, durationMs: 23_000, exit: { code: null, signal: 'SIGABRT' } },
    deaths: [HEAP_DEATH],
    notes: [],
  }
}

/** A promise chain of 20,001 links, folded. */
export function recursionRun(): Report {
  return {
    ...LEAKING,
    summary: 'Leaks 312 B per event-loop turn: poll awaits itself without end.',
    processes: [],
    findings: [RECURSION_FINDING],
  }
}

/** Three findings in a main isolate and two workers. */
export function severalFindings(): Report {
  const worker: IsolateReport = {
    ...MAIN,
    id: '4242/1',
    threadId: 1,
    role: 'worker',
    entry: 'dist/resize-worker.js',
    verdict: 'suspect',
    says: 'external memory grows while the heap does not',
    trend: {
      ...GROWING,
      series: 'external memory',
      by: 'second',
      bytesPerOperation: 333_333,
      bytesPerHour: 1_200_000_000,
      lowBytesPerHour: 640_000_000,
      highBytesPerHour: 1_710_000_000,
      eValue: 31,
    },
    memory: sampleMemory({
      durationMs: 58_000,
      points: 116,
      operationsPerSecond: 1,
      floor: () => 6.1 * MB,
      externalBytes: (share) => (1 + 20 * share) * MB,
    }),
    grew: [],
  }
  const idle: IsolateReport = {
    ...worker,
    id: '4242/2',
    threadId: 2,
    verdict: 'stable',
    says: 'the floor stayed at 5.2 MB',
    trend: { ...FLAT, by: 'second' },
    memory: sampleMemory({
      durationMs: 58_000,
      points: 116,
      operationsPerSecond: 1,
      floor: () => 5.2 * MB,
    }),
  }
  return {
    ...LEAKING,
    summary:
      'Two leaks and one suspect; the largest is 38.4 kB per request: sessions in src/session/store.ts is never emptied.',
    target: {
      ...LEAKING.target,
      command: ['node', '--enable-source-maps', 'dist/app.js', '--name', "it's a test"],
      exit: null,
      endedByUs: false,
    },
    isolates: [MAIN, worker, idle],
    processes: [],
    findings: [MAP_FINDING, LISTENER_FINDING, BUFFER_FINDING],
    bounded: fillingCache().bounded,
    notes: [
      ...LEAKING.notes,
      'No snapshot was taken of 4242/1: it needs 310 MB, and 240 MB were free.',
    ],
  }
}

/** Every string that a program can name, as an attacker would name it. */
export function hostileNames(): Report {
  const escape = '\u001b[2J\u001b]0;owned\u0007\u009b31m'
  const html = '</style></svg></title><script>alert(1)</script><img src=x onerror=alert(2)>'
  const bidi = '\u202egnp.exe\u2066abc\u200b'
  const long = 'Xy'.repeat(5_000)
  const markdown =
    '`](javascript:alert(3)) ![x](http://evil.test/p.png) | @admin #1 **b** <!-- --> \n# h\n```'
  const all = `${escape}${html}${bidi}${markdown}`
  const finding: Finding = {
    ...MAP_FINDING,
    fingerprint: `${html}`,
    title: `Map ${all}`,
    grows: {
      ...MAP_FINDING.grows,
      className: long,
      composition: [{ className: all, objects: 3, bytes: 300 }],
    },
    holder: {
      ...MAP_FINDING.holder,
      description: `variable ${long}`,
      name: all,
      source: { file: all, line: 1, column: 1 },
      excerpt: excerpt(1, 1, [all, long]),
    },
    path: [
      step('internal', all, long, { status: 'expected', because: all }),
      step('context', long, all, { because: long, source: { file: long, line: 1, column: 1 } }),
      step('element', bidi, '日本語クラス名', { status: 'stuck', because: markdown }),
    ],
    faultyStep: 1,
    addedBy: [
      {
        function: all,
        file: long,
        line: 1,
        column: 2,
        package: all,
        share: 1,
        excerpt: excerpt(1, 1, [all, long]),
      },
    ],
    evidence: [{ kind: 'trend', supports: true, says: all }],
    advice: { text: markdown, docs: html },
    falsifiers: [long],
    known: {
      kind: 'leak',
      versions: '*',
      says: '',
      package: all,
      fixedIn: html,
      url: 'javascript:alert(4)',
    },
    details: [
      { label: html, value: all },
      { label: 'event', value: long },
    ],
    removers: [
      {
        function: all,
        does: 'unsubscribes',
        file: long,
        line: 1,
        column: 3,
        package: all,
        ran: null,
      },
    ],
  }
  return {
    ...LEAKING,
    summary: all,
    target: {
      ...LEAKING.target,
      command: ['node', all, long],
      runtime: { name: 'node', version: all },
    },
    isolates: [
      {
        ...MAIN,
        entry: all,
        says: all,
        grew: [
          {
            className: all,
            source: { file: long, line: 1, column: 1 },
            objects: [1, 2],
            shallowBytes: [10, 20],
          },
        ],
      },
      {
        ...MAIN,
        id: html,
        entry: long,
        says: long,
        memory: NO_MEMORY,
        trend: null,
        grew: [],
        resources: { first: { [all]: 1 }, last: { [all]: 3 } },
      },
    ],
    processes: [],
    deaths: [hostileDeath(all), hostileDeath(long)],
    findings: [finding],
    bounded: [
      {
        isolate: all,
        title: all,
        ceilingBytes: null,
        ceilingLowBytes: null,
        ceilingHighBytes: null,
        says: long,
      },
    ],
    notes: [all, long],
  }
}

/** Every sample by name, for tests that go through all of them. */
export const SAMPLE_REPORTS: Readonly<Record<string, () => Report>> = {
  'leaking-server': leakingServer,
  'filling-cache': fillingCache,
  'stable-server': stableServer,
  'inconclusive-run': inconclusiveRun,
  'killed-run': killedRun,
  'died-of-memory': diedOfMemory,
  'recursion-run': recursionRun,
  'several-findings': severalFindings,
  'hostile-names': hostileNames,
}

function emptyIntrusion(): NonNullable<Report['intrusion']> {
  return {
    collections: 0,
    collectionPauseMs: 0,
    longestCollectionMs: 0,
    snapshots: [],
    decisions: [],
    samplingMs: 0,
    samplingIntervalBytes: 0,
    lookupPauseMs: 0,
    resourceStacks: null,
    budgetShare: 0.05,
    budgetAllowanceMs: 4000,
  }
}
