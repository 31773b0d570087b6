// The columns of an isolate as the chart draws them: heap spaces gathered into five bands, readings thinned.

import type { MemoryColumns } from '../../../protocol/index.ts'
import { thinIndices } from './thin-indices.ts'

/** How many points of each kind are drawn at most, about. */
export interface Detail {
  readonly readings: number
  readonly floors: number
  readonly collections: number
}

/** The bands from the bottom up; each heap space of V8 belongs to one. */
export const BANDS: readonly {
  readonly id: string
  readonly label: string
  readonly spaces: RegExp
}[] = [
  { id: 'code', label: 'code', spaces: /^code_/ },
  { id: 'old', label: 'old space', spaces: /^(?:old|map|trusted)_/ },
  { id: 'large', label: 'large objects', spaces: /^large_object_/ },
  { id: 'other', label: 'other spaces', spaces: /^(?!new_)/ },
  { id: 'young', label: 'young generation', spaces: /^new_/ },
]

export interface MemorySeries {
  readonly atMs: readonly number[]
  /** One array for each of `BANDS`, bytes, not yet stacked. */
  readonly bands: readonly (readonly number[])[]
  /** Sum of the bands. */
  readonly heap: readonly number[]
  readonly rss: readonly number[]
  readonly external: readonly number[]
  readonly operations: readonly number[]
  readonly floors: readonly { readonly atMs: number; readonly bytes: number }[]
  readonly collections: readonly { readonly atMs: number; readonly asked: boolean }[]
}

/** The series of `memory`, thinned for drawing. O(readings × spaces). */
export function memorySeries(memory: MemoryColumns, detail: Detail): MemorySeries {
  const whole = bandColumns(memory)
  const totals = memory.atMs.map((_at, index) => sumAt(whole, index))
  const kept = thinIndices(totals, detail.readings)
  const pick = (column: readonly number[]): number[] => kept.map((index) => amount(column[index]))
  return {
    atMs: pick(memory.atMs),
    bands: whole.map(pick),
    heap: pick(totals),
    rss: pick(memory.rssBytes),
    external: pick(memory.externalBytes),
    operations: pick(memory.operations),
    floors: floorPoints(memory, detail.floors),
    collections: collectionMarks(memory, detail.collections),
  }
}

function bandColumns(memory: MemoryColumns): number[][] {
  const columns = BANDS.map(() => memory.atMs.map(() => 0))
  for (const [name, values] of Object.entries(memory.spaces)) {
    const column = columns[BANDS.findIndex((band) => band.spaces.test(name))]
    if (column === undefined) continue
    for (let index = 0; index < column.length; index++)
      column[index] = (column[index] ?? 0) + amount(values[index])
  }
  return columns
}

function floorPoints(memory: MemoryColumns, most: number): { atMs: number; bytes: number }[] {
  const points = memory.floorBytes.flatMap((floor, index) => {
    return floor === null ? [] : [{ atMs: amount(memory.atMs[index]), bytes: amount(floor) }]
  })
  const kept = thinIndices(
    points.map((point) => point.bytes),
    most,
  )
  return kept.flatMap((index) => points[index] ?? [])
}

function collectionMarks(memory: MemoryColumns, most: number): { atMs: number; asked: boolean }[] {
  const marks = memory.trigger.flatMap((trigger, index) => {
    return trigger === 'interval'
      ? []
      : [{ atMs: amount(memory.atMs[index]), asked: trigger === 'gc-asked' }]
  })
  const every = Math.max(1, Math.ceil(marks.length / most))
  return marks.filter((mark, index) => mark.asked || index % every === 0).slice(0, most * 2)
}

function sumAt(columns: readonly (readonly number[])[], index: number): number {
  return columns.reduce((sum, column) => sum + amount(column[index]), 0)
}

function amount(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : 0
}
