// Exit codes: 0 no leak, 1 leak, 2 usage, 3 inconclusive, 4 target not reached or died, 70 our own fault,
// 130/143 by signal. `--fail-on` moves the line between 0 and 1.

import type { Report } from '../protocol/index.ts'

export const FAIL_ON = ['leaking', 'suspect', 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

export const EXIT = {
  clean: 0,
  leak: 1,
  usage: 2,
  inconclusive: 3,
  target: 4,
  fault: 70,
} as const

/** Of these nothing runs that could die: how a recorded program ended is in the report. */
const FILES: readonly Report['target']['kind'][] = ['snapshot', 'recording']

/** The code for a finished report. */
export function exitCodeOfReport(report: Report, failOn: FailOn): number {
  if (failOn === 'never') return EXIT.clean
  if (report.verdict === 'leaking') return EXIT.leak
  if (report.verdict === 'suspect' && failOn === 'suspect') return EXIT.leak
  if (!FILES.includes(report.target.kind) && hasDied(report)) return EXIT.target
  if (report.verdict === 'inconclusive' || report.verdict === 'suspect') return EXIT.inconclusive
  return EXIT.clean
}

/** The program could not be watched, was killed, or ended by its own failure. */
function hasDied(report: Report): boolean {
  if (report.isolates.length === 0) return true
  const { exit, endedByUs } = report.target
  if (exit === null || endedByUs) return false
  return exit.signal !== null || (exit.code ?? 0) !== 0
}

/** 128 + the signal's number. */
export function exitCodeOfSignal(signal: 'SIGINT' | 'SIGTERM'): number {
  return signal === 'SIGINT' ? 130 : 143
}
