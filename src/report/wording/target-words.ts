// What was watched, in words: command, process, runtime, time, exit.

import type { Report, TargetReport } from '../../protocol/index.ts'
import { durationText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'

/** The command as one would type it in a POSIX shell, shortened where it is long. */
export function commandWords(target: TargetReport): string {
  const words = target.command.slice(0, 40).map((word) => quoted(visibleName(word)))
  if (target.command.length > 40) words.push('…')
  return visibleText(words.join(' '), 240)
}

/** Facts about the target, one phrase each, most telling first. */
export function targetFacts(report: Report): string[] {
  const { target } = report
  const facts: string[] = []
  if (target.command.length > 0) facts.push(commandWords(target))
  if (target.pid !== null) facts.push(`pid ${String(target.pid)}`)
  if (target.runtime.version !== null)
    facts.push(`${runtimeWord(target)} ${visibleName(target.runtime.version)}`)
  if (target.durationMs > 0)
    facts.push(
      `${target.kind === 'recording' ? 'recorded' : 'watched'} for ${durationText(target.durationMs)}`,
    )
  if (report.verdict === 'leaking' && report.verdictAtMs !== null) {
    facts.push(`verdict after ${durationText(report.verdictAtMs)}`)
  }
  facts.push(exitWords(target))
  return facts.filter((fact) => fact !== '')
}

/** Why the report is cut short, in a sentence; `null` where it is whole. */
export function partialWords(report: Report): string | null {
  if (!report.partial) return null
  const after = `after ${durationText(report.target.durationMs)}`
  if ((report.deaths ?? []).some((death) => death.kind !== 'worker-heap-limit')) {
    return `The program died of memory ${after}; this report says what had been seen until then.`
  }
  const signal = report.target.exit?.signal ?? null
  if (signal !== null && !report.target.endedByUs) {
    return `The program was ended by ${visibleName(signal)} ${after}; this report says what had been seen until then.`
  }
  return report.target.endedByUs || report.target.exit !== null
    ? 'Not everything could be looked at; the notes say what is missing.'
    : `Watching ended early, ${after}; this report says what had been seen until then.`
}

function exitWords(target: TargetReport): string {
  if (target.kind === 'snapshot') return ''
  if (target.exit === null) return target.kind === 'recording' ? '' : 'left running'
  if (target.exit.signal !== null) return `ended by ${visibleName(target.exit.signal)}`
  return target.exit.code === null ? 'ended' : `exit code ${String(target.exit.code)}`
}

function runtimeWord(target: TargetReport): string {
  return target.runtime.name === 'node' ? 'Node' : 'runtime'
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
