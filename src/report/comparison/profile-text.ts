// Heap profiles for a terminal: a line a site with its bytes, and where it was written.

import type { ProfilePlace, ProfileReport, ProfileRow } from '../../protocol/index.ts'
import { bytesText, percentText, signedBytesText } from '../../units/index.ts'
import { visibleName, visiblePath, visibleText } from '../escape/visible-text.ts'
import { palette } from '../text/palette.ts'
import type { Paint } from '../text/palette.ts'
import type { TextOptions } from '../text/text.ts'
import { amountColumn, notesLines } from './rows.ts'

/** The profile as text, with a newline at its end. Names come out of the file: they are escaped and bounded. */
export function profileText(report: ProfileReport, options: TextOptions): string {
  const paint = palette(options.color)
  const lines = [headline(report, paint), '']
  for (const row of report.sites) lines.push(...rowLines(row, report, paint))
  if (report.sites.length === 0) lines.push('  nothing grew')
  return [...lines, '', ...notesLines(report.notes, options.width, paint), ''].join('\n')
}

function headline({ files, totalBytes }: ProfileReport, paint: Paint): string {
  const names = files.map(visiblePath).join(' → ')
  const [first = 0, last] = totalBytes
  const totals =
    last === undefined
      ? `${bytesText(first)} sampled and alive`
      : `${bytesText(first)} → ${bytesText(last)} (${signedBytesText(last - first)})`
  return `${paint('strong', names)}: ${totals}`
}

function rowLines(row: ProfileRow, { totalBytes }: ProfileReport, paint: Paint): string[] {
  const isPair = row.bytes.length > 1
  const amount = isPair ? signedBytesText(row.grownBytes) : bytesText(row.grownBytes)
  const total = totalBytes[0] ?? 0
  const share = isPair || total === 0 ? '' : `, ${percentText(row.grownBytes / total)}`
  const certainty = row.plusMinusBytes === null ? '' : ` ± ${bytesText(row.plusMinusBytes)}`
  const isNoise = isPair && row.plusMinusBytes !== null && row.grownBytes <= row.plusMinusBytes
  const noise = isNoise ? ', within the noise of sampling' : ''
  const lines = [
    `${amountColumn(amount)}${certainty}${share}${noise}  ${paint(isNoise ? 'dim' : 'strong', visibleName(row.function))}`,
    ...placeLines(row, '', paint),
  ]
  if (row.calledBy === null) return lines
  return [
    ...lines,
    ...placeLines(row.calledBy, `called by ${visibleName(row.calledBy.function)} `, paint),
  ]
}

function placeLines(
  { source, package: name }: ProfilePlace,
  before: string,
  paint: Paint,
): string[] {
  if (source === null) return []
  const place = `${visiblePath(source.file)}:${source.line}:${source.column}`
  const from = name === null ? '' : ` (${visibleText(name)})`
  return [`${amountColumn('')}  ${before}${paint('cyan', place)}${from}`]
}
