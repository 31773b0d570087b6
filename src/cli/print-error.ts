// Errors for people: what happened, where, what to do next; and their exit codes. Names in them are hostile: a file may be
// called by an escape sequence.

import { CommanderError } from 'commander'
import pc from 'picocolors'
import { SnapshotError } from '../heap/index.ts'
import { TidemarkError } from '../protocol/index.ts'
import { visiblePath, visibleText } from '../report/index.ts'
import { EXIT } from './exit-code.ts'

/** Writes one error to stderr. Errors that commander has printed itself are not repeated. */
export function printError(error: unknown): void {
  if (error instanceof CommanderError) return
  if (error instanceof TidemarkError) {
    const { offset, file, pid, hint } = error.details
    const where = [
      file === undefined ? '' : `file ${visiblePath(file)}`,
      offset === undefined ? '' : `byte ${offset}`,
      pid === undefined ? '' : `pid ${pid}`,
    ].filter((part) => part !== '')
    write(
      `${pc.red('error')} ${error.code}: ${visibleText(error.message)}${where.length === 0 ? '' : ` (${where.join(', ')})`}`,
    )
    if (hint !== undefined) write(`  ${visibleText(hint)}`)
    return
  }
  if (error instanceof SnapshotError) {
    write(`${pc.red('error')} ${error.code}: ${visibleText(error.message)} (byte ${error.offset})`)
    return
  }
  write(
    `${pc.red('error')} tidemark failed: this is our fault, not your program's. Please report it with this text:`,
  )
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  for (const line of text.split('\n')) write(visibleText(line))
}

export function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage
  if (error instanceof SnapshotError) return EXIT.usage
  if (!(error instanceof TidemarkError)) return EXIT.fault
  if (error.code === 'CANCELLED') return 130
  if (error.code === 'INTERNAL') return EXIT.fault
  return error.code.startsWith('TARGET_') ? EXIT.target : EXIT.usage
}

function write(line: string): void {
  process.stderr.write(`${line}\n`)
}
