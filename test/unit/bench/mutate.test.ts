import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { experimentKey, experiments } from '../../../bench/mutate/experiments.mjs'
import { LEAK_KINDS } from '../../../bench/mutate/leak-kinds.mjs'
import { expectation, HOSTS, mutated, unmutated } from '../../../bench/mutate/mutant.mjs'
import { bytesInAll, bytesPerOperation, hostHours, timeScale } from '../../../bench/mutate/rate.mjs'

const FOLDER = resolve(import.meta.dirname, '../../../bench/mutate/hosts')
const clock = { hourSeconds: 60, hours: 1.5 }
const leak = { percentPerHour: 3, heapBytes: 50e6, perSecond: 100 }

describe('the rate of a mutant', () => {
  test('is spread over the operations of the run so that it adds up to what is stated', () => {
    const operations = leak.perSecond * clock.hourSeconds * clock.hours
    expect(bytesPerOperation(leak, clock) * operations).toBeCloseTo(bytesInAll(leak, clock), 6)
    expect(bytesInAll(leak, clock)).toBeCloseTo(0.03 * 1.5 * 50e6, 6)
  })

  test('is the larger per operation the faster the clock goes', () => {
    const slow = bytesPerOperation(leak, { hourSeconds: 3600, hours: 1 })
    expect(bytesPerOperation(leak, clock) / slow).toBeCloseTo(timeScale(clock), 9)
    expect(timeScale({ hourSeconds: 3600, hours: 1 })).toBe(1)
  })

  test('is reported in hours of the host', () => {
    expect(hostHours(90_000, clock)).toBeCloseTo(1.5, 9)
  })

  test('of nothing keeps nothing', () => {
    expect(bytesPerOperation({ ...leak, percentPerHour: 0 }, clock)).toBe(0)
  })
})

describe('a mutant', () => {
  const sources = HOSTS.map((host) => ({
    host,
    source: readFileSync(join(FOLDER, host.target), 'utf8'),
  }))

  test.each(sources)(
    'of $host.name has the leak where its host has the marks',
    ({ host, source }) => {
      for (const kind of LEAK_KINDS) {
        const text = mutated(source, kind, 12.5)
        expect(text).not.toContain('// mutate:')
        const lines = text.split('\n')
        const { leaky } = expectation(host, kind, text)
        const at = leaky?.addedBy
        expect(lines[(at?.line ?? 0) - 1]).toContain(`function ${kind.adder}(`)
        expect(lines[(at?.statementLine ?? 0) - 1]).toContain(`${kind.adder}()`)
        expect(leaky).toMatchObject({ isolate: host.isolate, holder: kind.holder })
      }
    },
  )

  test.each(sources)('of $host.name is the host again without its leak', ({ source }) => {
    const text = unmutated(source)
    expect(text).not.toContain('mutate:')
    const withoutMarks = source.split('\n').filter((line) => !line.includes('// mutate:'))
    expect(text.split('\n').filter((line) => line.trim() !== '')).toEqual(
      withoutMarks.filter((line) => line.trim() !== ''),
    )
  })

  test('keeps what it owes, to the unit', () => {
    const [map] = LEAK_KINDS
    const kind = {
      ...(map ?? LEAK_KINDS[0]),
      declarations: ['let kept = 0', 'const add = () => kept++'],
    }
    const source =
      '// mutate: declarations\nfor (let at = 0; at < 1000; at++) {\n  // mutate: each\n}\n'
    const text = mutated(source, { ...kind, adder: 'add', unitBytes: 2000 }, 32.5)
    const kept: unknown = runInNewContext(`${text}\nkept`)
    expect(kept).toBe(Math.floor((1000 * 32.5) / 2000))
  })

  test('cannot be made of a host without marks', () => {
    const [kind] = LEAK_KINDS
    expect(() => mutated('let x = 1', kind ?? LEAK_KINDS[0], 1)).toThrow('without marks')
  })
})

describe('the experiments', () => {
  const options = { rates: [1, 10], repeat: 1, controls: 2, full: false, hosts: [], kinds: [] }

  test('try every kind at every rate, in a host that changes with the rate', () => {
    const leaky = experiments(options).filter((each) => each.kind !== null)
    expect(leaky).toHaveLength(2 * LEAK_KINDS.length)
    const hostsOf = (rate: number) =>
      leaky.filter((each) => each.percentPerHour === rate).map((each) => each.host.name)
    expect(new Set(hostsOf(1))).toEqual(new Set(HOSTS.map((host) => host.name)))
    expect(hostsOf(1)).not.toEqual(hostsOf(10))
  })

  test('put every kind into every host when asked for in full, and run each host without a leak', () => {
    const all = experiments({ ...options, full: true })
    expect(all.filter((each) => each.kind === null)).toHaveLength(2 * HOSTS.length)
    expect(all.filter((each) => each.kind !== null)).toHaveLength(
      2 * LEAK_KINDS.length * HOSTS.length,
    )
    expect(new Set(all.map(experimentKey)).size).toBe(all.length)
  })

  test('refuse a host that does not exist', () => {
    expect(() => experiments({ ...options, hosts: ['none'] })).toThrow('no such host')
  })
})
