// `tidemark diff`: the classes, paths and dominators that grew between two snapshots.

import { Command, Option } from 'commander'
import { diffFiles } from '../../investigation/index.ts'
import { visiblePath } from '../../report/index.ts'
import { statusLine } from '../terminal/status-line.ts'
import { packageVersion } from '../version.ts'
import { writeComparison } from '../write-report.ts'

interface DiffOptions {
  readonly json?: string
  readonly output?: string
  readonly quiet?: boolean
  readonly color?: boolean
}

export function diffCommand(): Command {
  return new Command('diff')
    .description('compare two heap snapshots: the paths, dominators and classes that grew')
    .argument('<before>', 'the first snapshot, packed with gzip or zstd too; - is stdin')
    .argument('<after>', 'the second one, of the same process or of another')
    .addOption(new Option('--json <file>', 'write the comparison as JSON; - is stdout'))
    .addOption(new Option('--output <file>', 'write the text to a file instead of stdout'))
    .addOption(new Option('--quiet', 'no progress, and no text on stdout'))
    .addOption(new Option('--no-color', 'no colour'))
    .addHelpText(
      'after',
      '\nThe exit code is 0: a difference is no leak. Use tidemark analyze for suspects.',
    )
    .action(diff)
}

async function diff(before: string, after: string, options: DiffOptions): Promise<void> {
  const line = statusLine(process.stderr, options.quiet === true)
  const cancel = new AbortController()
  const onInterrupt = (): void => cancel.abort()
  process.once('SIGINT', onInterrupt)
  try {
    const report = await diffFiles({
      files: [before, after],
      cwd: process.cwd(),
      version: packageVersion(),
      signal: cancel.signal,
      onProgress: (file, share) =>
        line.show(`reading ${visiblePath(file)} ${Math.round(100 * share)} %`),
    })
    line.clear()
    writeComparison(report, options)
  } finally {
    line.clear()
    process.off('SIGINT', onInterrupt)
  }
}
