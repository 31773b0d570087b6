// Heap profiles for a terminal: a row a site with its bytes, and where it was written.

import type { ProfilePlace, ProfileReport, ProfileRow } from '../../protocol/index.ts'
import { bytesText, percentText, signedBytesText } from '../../units/index.ts'
import { visibleName, visiblePath, visibleText } from '../escape/visible-text.ts'
import type { TextOptions } from '../text/text.ts'
import { ComparisonRows } from './rows.ts'

/** The profile as text, with a newline at its end. Names come out of the file: they are escaped and bounded. */
export function profileText(report: ProfileReport, options: TextOptions): string {
  const rows = new ComparisonRows(options)
  rows.title(headline(report))
  for (const site of report.sites) addSite(rows, site, report)
  if (report.sites.length === 0) rows.row('', 'nothing grew')
  rows.notes(report.notes)
  return rows.text()
}

function headline({ files, totalBytes }: ProfileReport): string {
  const names = files.map(visiblePath).join(' → ')
  const [first = 0, last] = totalBytes
  if (last === undefined) return `${names}: ${bytesText(first)} sampled and alive`
  return `${names}: ${bytesText(first)} → ${bytesText(last)} (${signedBytesText(last - first)})`
}

function addSite(rows: ComparisonRows, site: ProfileRow, { totalBytes }: ProfileReport): void {
  const { grownBytes, plusMinusBytes, calledBy } = site
  const isPair = site.bytes.length > 1
  const total = totalBytes[0] ?? 0
  const share = isPair || total === 0 ? '' : ` ${percentText(grownBytes / total)}`
  const error = plusMinusBytes === null ? '' : ` ± ${bytesText(plusMinusBytes)}`
  const isNoise = isPair && plusMinusBytes !== null && grownBytes <= plusMinusBytes
  const noise = isNoise ? ', within the noise of sampling' : ''
  rows.row(
    isPair ? signedBytesText(grownBytes) : bytesText(grownBytes),
    `${visibleName(site.function)}${share}${error}${noise}`,
    isNoise ? 'dim' : 'strong',
  )
  addPlace(rows, site, '')
  if (calledBy !== null) addPlace(rows, calledBy, `called by ${visibleName(calledBy.function)} `)
}

function addPlace(rows: ComparisonRows, place: ProfilePlace, before: string): void {
  const { source, package: name } = place
  if (source === null) return
  const from = name === null ? '' : ` (${visibleText(name)})`
  rows.row(
    '',
    `${before}${visiblePath(source.file)}:${source.line}:${source.column}${from}`,
    'cyan',
  )
}
