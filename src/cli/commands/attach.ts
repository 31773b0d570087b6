// `tidemark attach`: a program that runs already, unprepared, and goes on running.

import { Command, Option } from 'commander'
import { attachInvestigation } from '../../investigation/index.ts'
import type { AttachRequest } from '../../investigation/index.ts'
import { parseAttachTarget } from '../../target/index.ts'
import { exitCodeOfReport } from '../exit-code.ts'
import { durationValue, outputOptions } from '../option-values.ts'
import type { OutputOptions } from '../option-values.ts'
import { packageVersion } from '../version.ts'
import { writeReport } from '../write-report.ts'
import { watched } from './watch-program.ts'

interface AttachOptions extends OutputOptions {
  readonly duration: number
  readonly gc: boolean
  readonly maxPause: number
}

export function attachCommand(): Command {
  const command = new Command('attach')
    .description('watch a program that runs already, say whether it leaks, and leave it running')
    .argument(
      '<pid>',
      'process id of the program, in a container the one that you see from outside',
    )
    .addOption(
      new Option('--duration <time>', 'leave the program after this time')
        .argParser(durationValue)
        .default(120_000, '2m'),
    )
    .option('--no-gc', 'never ask for a collection; only what happens by itself is read')
    .addOption(
      new Option('--max-pause <time>', 'longest pause that one snapshot may be predicted to take')
        .argParser(durationValue)
        .default(5000, '5s'),
    )
    .addHelpText(
      'after',
      '\nThe program is sent SIGUSR1 once, which opens Node’s inspector for a moment, and no other signal: a program that\n' +
        'uses SIGUSR1 for itself must not be attached to. Ctrl+C leaves it and reports what is known by then.\n' +
        'Exit codes: as of tidemark run; 4 where the process cannot be attached to.',
    )
  for (const option of outputOptions()) command.addOption(option)
  return command.action(attach)
}

async function attach(target: string, options: AttachOptions): Promise<void> {
  const request: AttachRequest = {
    target: parseAttachTarget(target),
    durationMs: options.duration,
    collects: options.gc,
    maxPauseMs: options.maxPause,
    care: 'production',
    version: packageVersion(),
  }
  const { report, signalCode } = await watched(
    (hooks) => attachInvestigation(request, hooks),
    options.quiet === true,
  )
  writeReport(report, options)
  process.exitCode = signalCode ?? exitCodeOfReport(report, options.failOn)
}
