import { expect, test } from 'vitest'
import { parseAgentMessage } from '../../../src/target/node/agent-message.ts'

const HELLO = {
  type: 'hello',
  protocol: 1,
  pid: 10,
  parentPid: 1,
  threadId: 0,
  role: 'main',
  entry: null,
  argv: ['node'],
  cwd: '/app',
  nodeVersion: '20.20.2',
  v8Version: '11.3',
  ownsSigusr1: false,
}
const SAMPLE = {
  atMs: 1,
  trigger: 'interval',
  gcPauseMs: 0,
  spaces: [{ name: 'old_space', usedBytes: 1, committedBytes: 2 }],
  oldGenerationBytes: 1,
  heapUsedBytes: 1,
  heapLimitBytes: 1,
  externalBytes: 1,
  arrayBufferBytes: 1,
  rssBytes: 1,
  mallocedBytes: 1,
  operations: { second: 0.001 },
  resources: {},
}
const NEAR_LIMIT = {
  type: 'near-limit',
  atMs: 1,
  usedBytes: 9,
  limitBytes: 10,
  sampling: {
    sites: [
      {
        stack: [{ function: 'put', url: 'file:///a.js', line: 1, column: 1 }],
        liveBytes: 3,
        liveSamples: 1,
        survivorBytes: 0,
      },
    ],
    intervalBytes: 32_768,
    sinceMs: 100,
  },
}

const parse = (message: unknown): unknown => parseAgentMessage(JSON.stringify(message))

test('every message of the contract is understood', () => {
  const messages = [
    HELLO,
    { type: 'sample', sample: SAMPLE },
    { ...HELLO, memory: { heapLimitBytes: 9, rssBytes: 8 }, workers: [1, 2], exhausted: [1] },
    NEAR_LIMIT,
    { type: 'bye', exitCode: null, uncaught: 'TypeError' },
    { type: 'result', id: 1, ok: true, result: {} },
    { type: 'result', id: 1, ok: false, error: { code: 'TARGET_REFUSED', message: 'no' } },
  ]
  for (const message of messages) expect(parse(message)).toEqual(message)
})

test.each(['', '{', 'null', '[]', '1', '{"type":"sample"}', '{"type":"unknown"}'])(
  'what is no message is none: %s',
  (line) => {
    expect(parseAgentMessage(line)).toBeNull()
  },
)

test('a message in which any one field is wrong is not believed', () => {
  for (const name of Object.keys(HELLO)) {
    expect(parse({ ...HELLO, [name]: { wrong: true } })).toBeNull()
  }
  for (const name of Object.keys(SAMPLE)) {
    expect(parse({ type: 'sample', sample: { ...SAMPLE, [name]: 'wrong' } })).toBeNull()
  }
  for (const name of Object.keys(NEAR_LIMIT)) {
    expect(parse({ ...NEAR_LIMIT, [name]: { wrong: true } })).toBeNull()
  }
  const sites = [{ ...NEAR_LIMIT.sampling.sites[0], stack: [{ function: 'put' }] }]
  expect(parse({ ...NEAR_LIMIT, sampling: { ...NEAR_LIMIT.sampling, sites } })).toBeNull()
  expect(parse({ ...HELLO, exhausted: ['1'] })).toBeNull()
  expect(parse({ ...HELLO, memory: { heapLimitBytes: 9 } })).toBeNull()
  expect(parse({ type: 'sample', sample: { ...SAMPLE, resources: { Timeout: '1' } } })).toBeNull()
  expect(parse({ type: 'sample', sample: { ...SAMPLE, spaces: [{ name: 'old' }] } })).toBeNull()
  expect(parse({ type: 'result', id: '1', ok: true })).toBeNull()
  expect(parse({ type: 'bye', exitCode: '0', uncaught: null })).toBeNull()
})
