// `tidemark analyze`: snapshot files, with one a list of suspects, with two or three what grew; heap profiles; or recordings,
// with their trend.

import { Command } from 'commander'
import { analyzeFiles, analyzeRecordings, isRecordingPath } from '../../investigation/index.ts'
import type { FilesAnswer } from '../../investigation/index.ts'
import { PROFILE_SCHEMA, TidemarkError } from '../../protocol/index.ts'
import { EXIT, exitCodeOfReport } from '../exit-code.ts'
import { outputOptions } from '../option-values.ts'
import type { OutputOptions } from '../option-values.ts'
import { statusLine } from '../terminal/status-line.ts'
import { packageVersion } from '../version.ts'
import { writeComparison, writeReport } from '../write-report.ts'

export function analyzeCommand(): Command {
  const command = new Command('analyze')
    .description(
      'read heap snapshots: with one file what is big, with two or three what grew and what holds it; or what ' +
        'tidemark/register has recorded: whether it grows',
    )
    .usage(
      '[options] a.heapsnapshot [b.heapsnapshot [c.heapsnapshot]]\n       tidemark analyze [options] <directory | recording.jsonl>...',
    )
    .argument(
      '<files...>',
      'one to three snapshots or heap profiles in the order they were taken, packed with gzip or zstd too, - is stdin; or recordings, or directories of them',
    )
    .addHelpText(
      'after',
      '\nSnapshots have no trend and recordings no snapshot, so the strongest verdict is suspect (exit code 3, or 1 with --fail-on suspect).',
    )
  for (const option of outputOptions()) command.addOption(option)
  return command.action(analyze)
}

async function analyze(files: string[], options: OutputOptions): Promise<void> {
  const isRecording = files.some(isRecordingPath)
  if (isRecording && !files.every(isRecordingPath)) {
    throw new TidemarkError('USAGE', 'snapshots and recordings cannot be read together', {
      hint: 'give either .heapsnapshot files, or .jsonl files and directories',
    })
  }
  const report = isRecording
    ? analyzeRecordings({ paths: files, cwd: process.cwd(), version: packageVersion() })
    : await readSnapshots(files, options)
  if (report.schema === PROFILE_SCHEMA) {
    writeComparison(report, options)
    // As for one snapshot: what is big is no verdict.
    process.exitCode = options.failOn === 'never' ? EXIT.clean : EXIT.inconclusive
    return
  }
  writeReport(report, options)
  process.exitCode = exitCodeOfReport(report, options.failOn)
}

async function readSnapshots(files: string[], options: OutputOptions): Promise<FilesAnswer> {
  const line = statusLine(process.stderr, options.quiet === true)
  const cancel = new AbortController()
  const onInterrupt = (): void => cancel.abort()
  process.once('SIGINT', onInterrupt)
  try {
    return await analyzeFiles({
      files,
      cwd: process.cwd(),
      version: packageVersion(),
      signal: cancel.signal,
      onProgress: (file, share) => line.show(`reading ${file} ${Math.round(100 * share)} %`),
    })
  } finally {
    line.clear()
    process.off('SIGINT', onInterrupt)
  }
}
