// A diff for a terminal: the paths, dominators and classes that grew, most bytes first.

import type { DiffClass, DiffDominator, DiffPath, DiffReport, Pair } from '../../protocol/index.ts'
import { bytesText, countText, signedBytesText } from '../../units/index.ts'
import { visibleName, visiblePath, visibleText } from '../escape/visible-text.ts'
import type { TextOptions } from '../text/text.ts'
import { ComparisonRows } from './rows.ts'

const MOST_PARTS = 3
const LONGEST_STEP = 60

/** The diff as text, with a newline at its end. Names come out of the files: they are escaped and bounded. */
export function diffText(report: DiffReport, options: TextOptions): string {
  const { paths, dominators, classes } = report
  const [before, after] = report.totalBytes
  const rows = new ComparisonRows(options)
  const names = report.files.map(visiblePath).join(' → ')
  rows.title(`${names}: ${sizes(report.totalBytes)} (${signedBytesText(after - before)})`)
  rows.title('Paths that grew')
  for (const path of paths) addPath(rows, path)
  if (paths.length === 0) rows.row('', 'none')
  rows.title('Dominators that grew (retained size)')
  for (const dominator of dominators) addDominator(rows, dominator)
  if (dominators.length === 0) rows.row('', 'none')
  rows.title('Classes that grew (shallow size)')
  for (const one of classes) addClass(rows, one)
  if (classes.length === 0) rows.row('', 'none')
  rows.notes(report.notes)
  return rows.text()
}

function addPath(rows: ComparisonRows, row: DiffPath): void {
  const { className, holders, objects, bytes, composition } = row
  const parts = composition
    .filter((part) => part.objects > 0)
    .slice(0, MOST_PARTS)
    .map((part) => `${countText(part.objects)} ${visibleName(part.className)}`)
  const name = `${visibleName(className)}${several(holders)}`
  rows.row(grown(bytes), `${name}, objects ${counts(objects)}`, 'strong')
  rows.row('', steps(row.path), 'dim')
  if (parts.length > 0) rows.row('', `more of: ${parts.join(', ')}`)
}

function addDominator(rows: ComparisonRows, row: DiffDominator): void {
  const name = `${visibleName(row.className)}${several(row.objects)}`
  rows.row(grown(row.retainedBytes), `${name}, ${sizes(row.retainedBytes)}`, 'strong')
  rows.row('', steps(row.path), 'dim')
}

function addClass(
  rows: ComparisonRows,
  { className, source, objects, shallowBytes }: DiffClass,
): void {
  rows.row(grown(shallowBytes), `${visibleName(className)}, objects ${counts(objects)}`, 'strong')
  if (source === null) return
  rows.row('', `${visiblePath(source.file)}:${source.line}:${source.column}`, 'cyan')
}

function steps(path: readonly string[]): string {
  return path.map((step) => visibleText(step, LONGEST_STEP)).join(' → ')
}

function several(count: number): string {
  return count > 1 ? ` (${countText(count)} of them)` : ''
}

function grown([before, after]: Pair): string {
  return signedBytesText(after - before)
}

function counts([before, after]: Pair): string {
  return `${countText(before)} → ${countText(after)}`
}

function sizes([before, after]: Pair): string {
  return `${bytesText(before)} → ${bytesText(after)}`
}
