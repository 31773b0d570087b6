// The values of common options, parsed once and the same for every command.

import { InvalidArgumentError, Option } from 'commander'
import { parseDuration } from '../units/index.ts'
import { FAIL_ON } from './exit-code.ts'
import type { FailOn } from './exit-code.ts'

/** Where the report goes; `-` is stdout. */
export interface OutputOptions {
  readonly json?: string
  readonly html?: string
  readonly md?: string
  readonly output?: string
  readonly quiet?: boolean
  readonly color?: boolean
  readonly failOn: FailOn
}

export function outputOptions(): Option[] {
  return [
    new Option('--json <file>', 'write the report as JSON; - is stdout'),
    new Option('--html <file>', 'write the report as one self-contained page'),
    new Option('--md <file>', 'write the report as Markdown; - is stdout'),
    new Option('--output <file>', 'write the text report to a file instead of stdout'),
    new Option('--fail-on <verdict>', 'exit with 1 from this verdict on')
      .choices(FAIL_ON)
      .default('leaking'),
    new Option('--quiet', 'no progress, and one line instead of the report'),
    new Option('--no-color', 'no colour'),
  ]
}

/** What a timer can wait for: 24 days. */
const LONGEST_MS = 2_147_483_647

/** `60s`, `5m`, `2h` to milliseconds; a usage error for anything else. */
export function durationValue(text: string): number {
  const parsed = parseDuration(text)
  if (parsed === null || parsed <= 0 || parsed > LONGEST_MS) {
    throw new InvalidArgumentError(
      'expected a duration such as 500ms, 60s, 5m or 2h, of 24 days at most',
    )
  }
  return parsed
}

/** A whole number from 0 on; a usage error for anything else. */
export function countValue(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number such as 6')
  return Number(text)
}
