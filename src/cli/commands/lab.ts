// `tidemark lab`: leaks to watch, and their healthy twins. Runs a case as a user would run a program of his own,
// and shows the diagnosis beside the explanation.

import { Command, Option } from 'commander'
import pc from 'picocolors'
import { TidemarkError } from '../../protocol/index.ts'
import { exitCodeOfReport } from '../exit-code.ts'
import { labCase, labCases } from '../lab-cases.ts'
import type { LabCase } from '../lab-cases.ts'
import { durationValue, outputOptions } from '../option-values.ts'
import type { OutputOptions } from '../option-values.ts'
import { terminalWidth } from '../terminal/terminal.ts'
import { wrapped } from '../terminal/wrapped.ts'
import { packageVersion } from '../version.ts'
import { writeReport } from '../write-report.ts'
import { watchProgram } from './watch-program.ts'

interface LabOptions extends OutputOptions {
  readonly twin?: string
  readonly duration?: number
}

export function labCommand(): Command {
  const command = new Command('lab')
    .description('list the lab cases, or run one and show the diagnosis beside the explanation')
    .argument('[name]', 'the case to run')
    .option(
      '--twin <twin>',
      'which program of the case to run: leaky or healthy (default: the first)',
    )
    .addOption(
      new Option('--duration <time>', 'end the program after this time').argParser(durationValue),
    )
  for (const option of outputOptions()) command.addOption(option)
  return command.action(async (name: string | undefined, options: LabOptions) => {
    if (name === undefined) return listCases()
    await runCase(labCase(name), options)
  })
}

function listCases(): void {
  const cases = labCases()
  const width = Math.max(...cases.map((one) => one.name.length))
  for (const one of cases) {
    process.stdout.write(`${one.name.padEnd(width)}  ${one.title}\n`)
  }
  process.stdout.write('\nRun one: tidemark lab <name> [--twin healthy]\n')
}

async function runCase(one: LabCase, options: LabOptions): Promise<void> {
  const twin = options.twin ?? Object.keys(one.programs)[0] ?? 'leaky'
  const file = one.programs[twin]
  if (file === undefined) {
    throw new TidemarkError('USAGE', `the case ${one.name} has no twin ${JSON.stringify(twin)}`, {
      hint: `its twins are: ${Object.keys(one.programs).join(', ')}`,
    })
  }
  if (options.quiet !== true) introduce(one, twin)
  const { report, signalCode } = await watchProgram(
    {
      command: [process.execPath, ...one.nodeArgs, file],
      cwd: one.directory,
      durationMs: options.duration ?? null,
      collects: true,
      load: null,
      maxPauseMs: 60_000,
      version: packageVersion(),
    },
    options.quiet === true,
  )
  writeReport(report, options)
  if (options.quiet !== true) explain(one, twin)
  process.exitCode = signalCode ?? exitCodeOfReport(report, options.failOn)
}

function introduce(one: LabCase, twin: string): void {
  process.stderr.write(`${pc.bold(`lab ${one.name}`)} (${twin}): ${one.title}\n`)
}

/** The explanation, after the diagnosis so that the reader can compare. */
function explain(one: LabCase, twin: string): void {
  const width = Math.min(100, terminalWidth(process.stderr))
  process.stderr.write(`\n${pc.bold('What the lab says')}\n`)
  if (one.cause !== null) process.stderr.write(`Cause: ${one.cause}.\n`)
  process.stderr.write(`${wrapped(one.explanation, width)}\n`)
  if (one.fix !== '') process.stderr.write(`${wrapped(`The fix: ${one.fix}`, width)}\n`)
  const other = Object.keys(one.programs).find((name) => name !== twin)
  if (other !== undefined)
    process.stderr.write(`\nNow its twin: tidemark lab ${one.name} --twin ${other}\n`)
}
