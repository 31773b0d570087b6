import { expect, test } from 'vitest'
import { doctorAnswer, memlabAnswer } from '../../../bench/peers/ask.mjs'
import { peerText } from '../../../bench/peers/peer-table.mjs'
import { fiveInARow, rssLine } from '../../../bench/peers/simple-rules.mjs'

const rising = (count: number) => Array.from({ length: count }, (_, at) => 1e6 * (at + 1))
const readings = (bytes: (at: number) => number) =>
  Array.from({ length: 40 }, (_, at) => ({ atMs: 1000 * at, bytes: bytes(at) }))

test('five growths in a row need six collections, without a fall between', () => {
  expect(fiveInARow(rising(6)).leak).toBe(true)
  expect(fiveInARow(rising(5)).leak).toBe(false)
  expect(fiveInARow([...rising(4), 1, ...rising(4)]).leak).toBe(false)
  expect(fiveInARow([]).leak).toBe(false)
})

test('resident memory that rises steadily is a leak to a line, also where it only warms up', () => {
  expect(rssLine(readings((at) => 50e6 + 40_000 * at)).leak).toBe(true)
  expect(rssLine(readings((at) => 50e6 + 5_000 * at)).leak).toBe(false)
  expect(rssLine(readings((at) => 50e6 + (at % 2) * 10e6)).leak).toBe(false)
  expect(rssLine(readings((at) => (at < 9 ? 20e6 * at : 180e6))).leak).toBe(false)
})

test('a line through too few readings gives no answer', () => {
  expect(rssLine([]).leak).toBe(null)
})

test('MemLab accuses when it found a leak, and gives no answer when it stopped', () => {
  const trace = 'MemLab found 1 leak(s)\n--Retained size of leaked objects: 492.8KB--'
  expect(memlabAnswer(trace)).toMatchObject({
    leak: true,
    says: expect.stringContaining('492.8KB'),
  })
  expect(memlabAnswer('MemLab found 0 leak(s)').leak).toBe(false)
  expect(memlabAnswer('TypeError: nothing').leak).toBe(null)
})

test('Doctor accuses when it sees trouble with memory, whatever category it settles on', () => {
  const page = (memory: string, category: string) =>
    `{"issues":{"delay":"none","memory":{"rss":"none","heapUsed":"${memory}"}},"issueCategory":"${category}"}`
  expect(doctorAnswer(page('performance', 'unknown')).leak).toBe(true)
  expect(doctorAnswer(page('none', 'io')).leak).toBe(false)
  expect(doctorAnswer(page('data', 'data')).leak).toBe(null)
  expect(doctorAnswer('<html>').leak).toBe(null)
})

test('an accusation of a healthy program counts against precision, silence against recall', () => {
  const row = { suite: 'lab', case: 'a', twin: 'leaky', peer: 'x', holder: null, says: '' }
  const text = peerText([
    { ...row, expected: 'leak', leak: true },
    { ...row, expected: 'leak', leak: null },
    { ...row, expected: 'no leak', twin: 'healthy', leak: true },
  ])
  expect(text).toMatch(/x +\| 1 of 2 \([^|]+\| 1 of 2 \([^|]+\| 1 of 1 \([^|]+\| – +\| 1 /)
})
