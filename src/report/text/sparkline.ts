// The post-GC floor over time in one line of block characters.

import type { MemoryColumns } from '../../protocol/index.ts'
import { bytesText, durationText } from '../../units/index.ts'

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** `values` as at most `width` blocks. A change of less than a fifth of the largest value is not blown up. */
export function sparkline(values: readonly number[], width: number): string {
  const cells = Math.min(width, values.length)
  const high = values.reduce((most, value) => Math.max(most, value), 0)
  const low = values.reduce((least, value) => Math.min(least, value), high)
  const bottom = Math.max(0, low - Math.max(high - low, high / 5))
  let line = ''
  for (let cell = 0; cell < cells; cell++) {
    const from = Math.floor((cell * values.length) / cells)
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / cells))
    const slice = values.slice(from, to)
    const mean = slice.reduce((sum, value) => sum + value, 0) / slice.length
    const share = high > bottom ? (mean - bottom) / (high - bottom) : 0
    line += BLOCKS[Math.min(7, Math.max(0, Math.round(share * 7)))] ?? ''
  }
  return line
}

/** `▁▂▃▅▆█ 21.4 MB → 98.2 MB in 1m 1s` within `width` columns; `null` with fewer than three readings of the floor. */
export function floorLine(memory: MemoryColumns, width: number): string | null {
  const floors: number[] = []
  let firstMs = 0
  let lastMs = 0
  memory.floorBytes.forEach((floor, index) => {
    if (floor === null || !Number.isFinite(floor)) return
    lastMs = memory.atMs[index] ?? 0
    if (floors.length === 0) firstMs = lastMs
    floors.push(floor)
  })
  const first = floors[0]
  const last = floors.at(-1)
  if (first === undefined || last === undefined || floors.length < 3) return null
  const says = `${bytesText(first)} → ${bytesText(last)} in ${durationText(lastMs - firstMs)}`
  const room = Math.min(48, width - says.length - 1)
  return room < 3 ? says : `${sparkline(floors, room)} ${says}`
}
