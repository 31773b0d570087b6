// `tidemark run`: a program that can be started.

import { Command, Option } from 'commander'
import { nodeCommand } from '../../target/index.ts'
import { exitCodeOfReport } from '../exit-code.ts'
import { countValue, durationValue, outputOptions } from '../option-values.ts'
import type { OutputOptions } from '../option-values.ts'
import { packageVersion } from '../version.ts'
import { writeReport } from '../write-report.ts'
import { watchProgram } from './watch-program.ts'

interface RunOptions extends OutputOptions {
  readonly duration?: number
  readonly load?: string
  readonly gc: boolean
  readonly allocatorTrial?: boolean
  readonly maxPause: number
  readonly snapshotsPerHour?: number
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('start a program, watch it, and say whether it leaks and what holds the memory')
    .usage('[options] app.js [args]\n       tidemark run [options] -- <command> [args]')
    .argument(
      '<program...>',
      'a JavaScript or TypeScript file with its arguments, or after -- any command',
    )
    .addOption(
      new Option('--duration <time>', 'end the program after this time, e.g. 60s').argParser(
        durationValue,
      ),
    )
    .option(
      '--load <url|command>',
      'drive load once the program answers: a URL (needs autocannon) or a command',
    )
    .option('--no-gc', 'never ask for a collection; only what happens by itself is read')
    .addOption(
      new Option('--max-pause <time>', 'longest pause that one snapshot may be predicted to take')
        .argParser(durationValue)
        .default(30_000, '30s'),
    )
    .addOption(
      new Option(
        '--snapshots-per-hour <n>',
        'most snapshots of one process within an hour',
      ).argParser(countValue),
    )
    .option(
      '--allocator-trial',
      'run the program again with other allocators, and say what memory it takes with each',
    )
    .passThroughOptions()
    .addHelpText(
      'after',
      '\nExit codes: 0 no leak, 1 leak, 2 usage, 3 inconclusive, 4 the program could not be watched or died,\n' +
        '70 our own fault, 130 and 143 ended by a signal. The program’s own exit code is in the report.',
    )
  for (const option of outputOptions()) command.addOption(option)
  return command.action(run)
}

async function run(operands: string[], options: RunOptions): Promise<void> {
  const cwd = process.cwd()
  const isCommand = process.argv[process.argv.length - operands.length - 1] === '--'
  const [file = '', ...args] = operands
  const command = isCommand ? operands : nodeCommand(file, args, [], { cwd })
  const { report, signalCode } = await watchProgram(
    {
      command,
      cwd,
      durationMs: options.duration ?? (options.load === undefined ? null : 60_000),
      collects: options.gc,
      load: options.load ?? null,
      maxPauseMs: options.maxPause,
      ...(options.snapshotsPerHour === undefined
        ? {}
        : { snapshotsPerHour: options.snapshotsPerHour }),
      version: packageVersion(),
    },
    options.quiet === true,
    options.allocatorTrial === true,
  )
  writeReport(report, options)
  process.exitCode = signalCode ?? exitCodeOfReport(report, options.failOn)
}
