// A diff for a terminal: the dominators, paths and classes that grew, most bytes first.

import type { DiffClass, DiffDominator, DiffPath, DiffReport, Pair } from '../../protocol/index.ts'
import { bytesText, countText, signedBytesText } from '../../units/index.ts'
import { visibleName, visiblePath, visibleText } from '../escape/visible-text.ts'
import { palette } from '../text/palette.ts'
import type { Paint } from '../text/palette.ts'
import type { TextOptions } from '../text/text.ts'
import { wrap } from '../text/wrap.ts'
import { amountColumn, notesLines } from './rows.ts'

const MOST_PARTS = 3

interface Drawing {
  readonly paint: Paint
  readonly width: number
}

/** The diff as text, with a newline at its end. Names come out of the files: they are escaped and bounded. */
export function diffText(report: DiffReport, options: TextOptions): string {
  const drawing = { paint: palette(options.color), width: Math.max(40, options.width) }
  const { paint } = drawing
  const [before, after] = report.totalBytes
  const names = report.files.map(visiblePath).join(' → ')
  const totals = `${bytesText(before)} → ${bytesText(after)} (${signedBytesText(after - before)})`
  return [
    `${paint('strong', names)}: ${totals}`,
    ...section(
      'Paths that grew',
      report.paths.map((row) => pathLines(row, drawing)),
      paint,
    ),
    ...section(
      'Dominators that grew (retained size)',
      report.dominators.map((row) => dominatorLines(row, drawing)),
      paint,
    ),
    ...section(
      'Classes that grew (shallow size)',
      report.classes.map((row) => classLines(row, paint)),
      paint,
    ),
    '',
    ...notesLines(report.notes, drawing.width, paint),
    '',
  ].join('\n')
}

function section(title: string, rows: readonly (readonly string[])[], paint: Paint): string[] {
  return ['', paint('strong', title), ...(rows.length === 0 ? ['  none'] : rows.flat())]
}

function pathLines(row: DiffPath, drawing: Drawing): string[] {
  const { className, holders, objects, bytes, composition } = row
  const of = holders > 1 ? ` (${countText(holders)} of them)` : ''
  const parts = composition
    .slice(0, MOST_PARTS)
    .map((part) => `${countText(part.objects)} ${visibleName(part.className)}`)
  return [
    `${grown(bytes)}  ${drawing.paint('strong', visibleName(className))}${of}, objects ${pairText(objects)}`,
    ...pathText(row.path, drawing),
    ...(parts.length === 0 ? [] : [`${amountColumn('')}  more of: ${parts.join(', ')}`]),
  ]
}

function dominatorLines(row: DiffDominator, drawing: Drawing): string[] {
  const { className, objects, retainedBytes } = row
  const of = objects > 1 ? ` (${countText(objects)} of them)` : ''
  const [before, after] = retainedBytes
  const sizes = `${bytesText(before)} → ${bytesText(after)}`
  return [
    `${grown(retainedBytes)}  ${drawing.paint('strong', visibleName(className))}${of}, ${sizes}`,
    ...pathText(row.path, drawing),
  ]
}

function classLines(
  { className, source, objects, shallowBytes }: DiffClass,
  paint: Paint,
): string[] {
  const place =
    source === null
      ? ''
      : `  ${paint('cyan', `${visiblePath(source.file)}:${source.line}:${source.column}`)}`
  return [
    `${grown(shallowBytes)}  ${paint('strong', visibleName(className))}, objects ${pairText(objects)}${place}`,
  ]
}

function pathText(path: readonly string[], { width, paint }: Drawing): string[] {
  const indent = amountColumn('').length + 2
  const text = path.map((step) => visibleText(step)).join(' → ')
  return wrap(text, Math.max(20, width - indent)).map(
    (line) => `${' '.repeat(indent)}${paint('dim', line)}`,
  )
}

function grown([before, after]: Pair): string {
  return amountColumn(signedBytesText(after - before))
}

function pairText([before, after]: Pair): string {
  return `${countText(before)} → ${countText(after)}`
}
