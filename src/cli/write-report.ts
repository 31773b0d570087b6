// A finished report to where it was asked for: text to stdout, or the forms and files of the options.

import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { PROFILE_SCHEMA, TidemarkError } from '../protocol/index.ts'
import type { DiffReport, ProfileReport, Report } from '../protocol/index.ts'
import { diffText, html, json, markdown, profileText, text } from '../report/index.ts'
import type { OutputOptions } from './option-values.ts'
import { terminalWidth, wantsColor } from './terminal/terminal.ts'

/** Writes every form that was asked for. Files are private (0600) and appear whole or not at all. */
export function writeReport(report: Report, options: OutputOptions): void {
  if (options.json !== undefined) put(options.json, json(report))
  if (options.md !== undefined) put(options.md, markdown(report))
  if (options.html !== undefined) put(options.html, html(report))
  if (options.output !== undefined) put(options.output, text(report, { width: 100, color: false }))
  if (options.quiet === true && !usesStdout(options))
    process.stdout.write(`${report.verdict}: ${report.summary}\n`)
  if (options.quiet === true || options.output !== undefined || usesStdout(options)) return
  const color = options.color !== false && wantsColor(process.stdout)
  process.stdout.write(text(report, { width: terminalWidth(process.stdout), color }))
}

/** A comparison, which has no verdict: as text and as JSON only. Throws `USAGE` for the other forms. */
export function writeComparison(
  report: ProfileReport | DiffReport,
  options: Omit<OutputOptions, 'failOn'>,
): void {
  if (options.html !== undefined || options.md !== undefined) {
    throw new TidemarkError('USAGE', 'this is written as text or with --json only')
  }
  const draw = (width: number, color: boolean): string =>
    report.schema === PROFILE_SCHEMA
      ? profileText(report, { width, color })
      : diffText(report, { width, color })
  if (options.json !== undefined) put(options.json, json(report))
  if (options.output !== undefined) put(options.output, draw(100, false))
  if (options.quiet === true || options.output !== undefined || usesStdout(options)) return
  const color = options.color !== false && wantsColor(process.stdout)
  process.stdout.write(draw(terminalWidth(process.stdout), color))
}

function usesStdout(options: Omit<OutputOptions, 'failOn'>): boolean {
  return (
    options.json === '-' || options.md === '-' || options.html === '-' || options.output === '-'
  )
}

function put(file: string, content: string): void {
  if (file === '-') {
    process.stdout.write(content)
    return
  }
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const existing = statSync(file, { throwIfNoEntry: false })
    // A pipe or a device is written to, not replaced.
    if (existing !== undefined && !existing.isFile()) return writeFileSync(file, content)
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    chmodSync(temporary, 0o600)
    renameSync(temporary, file)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TidemarkError('FILE_UNWRITABLE', `the report could not be written: ${reason}`, {
      file,
      cause,
    })
  }
}
