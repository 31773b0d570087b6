// `tidemark analyze`: snapshot files, with one a list of suspects, with two or three what grew.

import { Command } from 'commander'
import { analyzeFiles } from '../../investigation/index.ts'
import { exitCodeOfReport } from '../exit-code.ts'
import { outputOptions } from '../option-values.ts'
import type { OutputOptions } from '../option-values.ts'
import { statusLine } from '../terminal/status-line.ts'
import { packageVersion } from '../version.ts'
import { writeReport } from '../write-report.ts'

export function analyzeCommand(): Command {
  const command = new Command('analyze')
    .description(
      'read heap snapshots: with one file what is big, with two or three what grew and what holds it',
    )
    .usage('[options] a.heapsnapshot [b.heapsnapshot [c.heapsnapshot]]')
    .argument('<snapshots...>', 'one to three files in the order they were taken; .gz too')
    .addHelpText(
      'after',
      '\nFiles have no trend, so the strongest verdict is suspect (exit code 3, or 1 with --fail-on suspect).',
    )
  for (const option of outputOptions()) command.addOption(option)
  return command.action(analyze)
}

async function analyze(files: string[], options: OutputOptions): Promise<void> {
  const line = statusLine(process.stderr, options.quiet === true)
  const cancel = new AbortController()
  const onInterrupt = (): void => cancel.abort()
  process.once('SIGINT', onInterrupt)
  try {
    const report = await analyzeFiles({
      files,
      cwd: process.cwd(),
      version: packageVersion(),
      signal: cancel.signal,
      onProgress: (file, share) => line.show(`reading ${file} ${Math.round(100 * share)} %`),
    })
    line.clear()
    writeReport(report, options)
    process.exitCode = exitCodeOfReport(report, options.failOn)
  } finally {
    line.clear()
    process.off('SIGINT', onInterrupt)
  }
}
