import { describe, expect, test } from 'vitest'
import type { Intrusion, IsolateReport, TrendReport } from '../../../src/protocol/index.ts'
import { chartFrame, externalIsApart } from '../../../src/report/html/chart/chart-frame.ts'
import type { ChartFrame, Plot } from '../../../src/report/html/chart/chart-frame.ts'
import { memoryChart } from '../../../src/report/html/chart/memory-chart.ts'
import { memorySeries } from '../../../src/report/html/chart/memory-series.ts'
import { trendList } from '../../../src/report/html/sections/trend.ts'
import { sampleMemory } from '../../support/sample-memory.ts'
import { leakingServer } from '../../support/sample-report.ts'

const MB = 1_000_000
const SIZES = ['wide', 'narrow'] as const
const DETAIL = { readings: 360, floors: 160, collections: 200 }
const SNAPSHOT = {
  isolate: '4242/0',
  atMs: 30_000,
  pauseMs: 400,
  bytes: 20 * MB,
  way: 'in-process',
} as const

describe.each(SIZES)('the two plots of the %s chart', (size) => {
  test('the heap fills its plot however large RSS is', () => {
    const { heap, outside } = frameOf(watched({ rssBytes: () => 900 * MB }), size)
    expect(heap.y.to).toBe(40 * MB)
    expect(outside.y.to).toBe(1000 * MB)
  })

  test('stand one above the other on the same time axis', () => {
    const { heap, outside, width, height } = frameOf(watched({}), size)
    expect(heap.bottom).toBeLessThan(outside.top)
    expect(heap.x).toBe(outside.x)
    expect(outside.bottom).toBeLessThan(height)
    expect(outside.right).toBeLessThanOrEqual(width)
  })

  test('external memory is drawn beside the heap until it peaks above three times the heap', () => {
    for (const [external, apart] of [
      [20, false],
      [200, true],
    ] as const) {
      const isolate = watched({ externalBytes: () => external * MB })
      const frame = frameOf(isolate, size)
      const plot = apart ? frame.outside : frame.heap
      expect(frame.externalApart).toBe(apart)
      const rows = pathRows(drawn(isolate, size), 'line line-external')
      expect(Math.min(...rows)).toBeGreaterThanOrEqual(plot.top)
      expect(Math.max(...rows)).toBeLessThanOrEqual(plot.bottom)
    }
  })

  test('nothing leaves its plot', () => {
    const isolate = watched({ externalBytes: (share) => share * 400 * MB })
    const { heap, outside } = frameOf(isolate, size)
    const chart = drawn(isolate, size)
    const inside = (kind: string, plot: Plot): void => {
      const rows = pathRows(chart, kind)
      expect(rows.length).toBeGreaterThan(2)
      expect(rows.filter((y) => y < plot.top || y > plot.bottom)).toEqual([])
    }
    inside('line line-rss', outside)
    inside('line line-external', outside)
    inside('band band-young', heap)
  })

  test('a snapshot runs through both, and its number has a row of its own', () => {
    const isolate = watched({})
    const { heap, outside } = frameOf(isolate, size)
    const chart = drawn(isolate, size)
    const marks = /<g class="snapshots">.*?y1="([\d.]+)" y2="([\d.]+)".*?y="([\d.]+)"/.exec(chart)
    expect(marks?.slice(1, 3).map(Number)).toEqual([heap.top, outside.bottom])
    expect(Number(marks?.[3])).toBeLessThan(heap.top)
  })

  test('collections run through both', () => {
    const isolate = watched({})
    const { heap, outside } = frameOf(isolate, size)
    const through = /<g class="collections through">.*?<\/g>/.exec(drawn(isolate, size))?.[0] ?? ''
    expect(through).toContain(`,${heap.top}V${heap.bottom}M`)
    expect(through).toContain(`,${outside.top}V${outside.bottom}`)
  })
})

test('heap spaces that were not read leave a gap instead of a fall to nothing', () => {
  const isolate = watched({})
  const unread = (values: readonly number[]): number[] =>
    values.map((bytes, index) => (index >= 80 && index < 120 ? 0 : bytes))
  const spaces = Object.entries(isolate.memory.spaces).map(([name, values]) => [
    name,
    unread(values),
  ])
  const memory = { ...isolate.memory, spaces: Object.fromEntries(spaces) }
  const chart = drawn({ ...isolate, memory }, 'wide')
  const old = /<path class="band band-old" d="([^"]*)"/.exec(chart)?.[1] ?? ''
  expect(old.match(/M/g)).toHaveLength(2)
  expect(chart).toContain('heap not read')
})

test('external memory is measured against the floor where no heap spaces were read', () => {
  const series = memorySeries(watched({ externalBytes: () => 40 * MB }).memory, DETAIL)
  expect(externalIsApart({ ...series, heap: series.heap.map(() => 0) })).toBe(false)
  expect(externalIsApart({ ...series, heap: series.heap.map(() => 0), floors: [] })).toBe(true)
})

test('a ceiling a little above the heap is in sight, one far above it does not flatten the heap', () => {
  const series = memorySeries(watched({}).memory, DETAIL)
  const high = (ceilingBytes: number): number =>
    chartFrame(series, {
      size: 'wide',
      externalApart: false,
      trend: { ...growing(), ceilingBytes },
      snapshots: false,
    }).heap.y.to
  expect(high(48 * MB)).toBe(50 * MB)
  expect(high(480 * MB)).toBe(40 * MB)
})

test('snapshots close together do not write their numbers over each other', () => {
  const snapshots = [30_000, 30_100, 30_200, 45_000].map((atMs) => ({ ...SNAPSHOT, atMs }))
  const chart = drawn(watched({}), 'wide', snapshots)
  const numbers = Array.from(chart.matchAll(/middle">(S\d)</g), (match) => match[1])
  expect(numbers).toEqual(['S1', 'S4'])
})

test('the description names both plots', () => {
  const chart = drawn(watched({ externalBytes: () => 200 * MB }), 'wide')
  expect(chart).toMatch(
    /<desc>In 1m .* Below, on a scale of its own, what is outside the heap: external memory up to 200 MB, RSS up to 2\d\d MB\.<\/desc>/,
  )
})

describe('the trend under the chart', () => {
  test.each(['growing', 'saturating', 'flat', 'falling', 'undecided'] as const)(
    'says each figure of %s memory once',
    (shape) => {
      const trend: TrendReport = {
        ...growing(),
        shape,
        says: 'Grows by 7.11 GB per hour, evidence 4812 where 100 is asked for.',
        ceilingBytes: shape === 'saturating' ? 52 * MB : null,
        needs: shape === 'undecided' ? { minutes: 3, collections: 17 } : null,
      }
      const list = trendList(trend).text
      const figures = list.match(/\d[\d.,]*/g) ?? []
      expect(figures.length).toBeGreaterThan(4)
      expect(figures.toSorted()).toEqual([...new Set(figures)].toSorted())
      expect(list.startsWith('<ul class="facts"><li>The post-GC floor')).toBe(true)
    },
  )

  test('gives no rate per second beside the same rate per hour', () => {
    expect(trendList({ ...growing(), by: 'second' }).text).not.toContain('per second')
    expect(trendList(growing()).text).toContain('38.4 kB per HTTP request')
  })
})

interface Watched {
  readonly rssBytes?: () => number
  readonly externalBytes?: (share: number) => number
}

function watched({ rssBytes, externalBytes }: Watched): IsolateReport {
  const memory = sampleMemory({
    durationMs: 60_000,
    points: 200,
    operationsPerSecond: 10,
    floor: (share) => (10 + 20 * share) * MB,
    ...(externalBytes && { externalBytes }),
  })
  const rss = rssBytes ? memory.rssBytes.map(rssBytes) : memory.rssBytes
  const [isolate] = leakingServer().isolates
  if (isolate === undefined) throw new Error('the sample has no isolate')
  return { ...isolate, id: SNAPSHOT.isolate, memory: { ...memory, rssBytes: rss } }
}

function growing(): TrendReport {
  return {
    series: 'post-GC floor',
    shape: 'growing',
    by: 'http request',
    bytesPerOperation: 38_400,
    bytesPerHour: 7.11e9,
    lowBytesPerHour: 6.22e9,
    highBytesPerHour: 8.33e9,
    eValue: 4812,
    alpha: 0.02,
    warmUpEndsAtMs: 9000,
    points: 31,
    ceilingBytes: null,
    needs: null,
    says: '',
  }
}

function frameOf(isolate: IsolateReport, size: (typeof SIZES)[number]): ChartFrame {
  const series = memorySeries(isolate.memory, DETAIL)
  const externalApart = externalIsApart(series)
  return chartFrame(series, { size, externalApart, trend: isolate.trend, snapshots: true })
}

function drawn(
  isolate: IsolateReport,
  size: (typeof SIZES)[number],
  snapshots: Intrusion['snapshots'] = [SNAPSHOT],
): string {
  const { intrusion } = leakingServer()
  if (intrusion === null) throw new Error('the sample says nothing of intrusion')
  const both = memoryChart(isolate, { ...intrusion, snapshots })?.text ?? ''
  return (
    new RegExp(`<svg class="chart chart-${size}"[^]*?(?=<svg class="chart|$)`).exec(both)?.[0] ?? ''
  )
}

/** Pixel rows of the path of class `kind`. */
function pathRows(chart: string, kind: string): number[] {
  const path = new RegExp(`<path class="${kind}" d="([^"]*)"`).exec(chart)?.[1] ?? ''
  return Array.from(path.matchAll(/,([\d.-]+)/g), (match) => Number(match[1]))
}
