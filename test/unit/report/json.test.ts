import { describe, expect, test } from 'vitest'
import { json } from '../../../src/report/index.ts'
import { hostileNames, leakingServer, SAMPLE_REPORTS } from '../../support/sample-report.ts'

describe.each(Object.entries(SAMPLE_REPORTS))('the JSON of %s', (_name, sample) => {
  test('reads back as the report it came from', () => {
    expect(JSON.parse(json(sample()))).toEqual(JSON.parse(JSON.stringify(sample())))
  })

  test('does not depend on the order in which the report was put together', () => {
    expect(json(reversed(sample()))).toBe(json(sample()))
  })
})

test('begins with the schema, puts columns on one line and ends with a newline', () => {
  const lines = json(leakingServer()).split('\n')
  expect(lines.slice(0, 2)).toEqual(['{', '  "schema": "tidemark.report/1",'])
  expect(lines.at(-1)).toBe('')
  expect(
    lines.filter((line) => line.includes('"rssBytes": [')).every((line) => /\],?$/.test(line)),
  ).toBe(true)
})

test('holds no character that a terminal obeys', () => {
  expect(json(hostileNames())).not.toMatch(/[^\P{C}\n]/u)
})

test('a number that JSON cannot hold becomes null', () => {
  const report = { ...leakingServer(), falseDiscoveryRate: Number.NaN }
  expect(JSON.parse(json(report))).toMatchObject({ falseDiscoveryRate: null })
})

function reversed<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return (Array.isArray(value) ? value.map(reversed) : value) as T
  }
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed<unknown>(member)]),
  ) as T
}
