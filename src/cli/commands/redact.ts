// `tidemark redact`: the same graph without contents, and `--verify` to check that a file has none.

import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { KeptNames } from '../../heap/index.ts'
import { redactFiles, verifyRedaction } from '../../investigation/index.ts'
import type { Verification } from '../../investigation/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { visiblePath } from '../../report/index.ts'
import { EXIT } from '../exit-code.ts'
import { statusLine } from '../terminal/status-line.ts'
import type { StatusLine } from '../terminal/status-line.ts'

interface RedactCommandOptions {
  readonly names: KeptNames
  readonly verify?: boolean
  readonly secrets?: string
  readonly quiet?: boolean
}

const HELP = `
Strings become their length, encoding and a keyed hash; the key is thrown away. Names that a person wrote stay, keys
of tables and names that look random do not. Snapshots of one process are best given together, with a folder as OUT:
then equal strings have equal hashes in all of them. - is stdin or stdout.
--verify exits with 0 where the file is redacted and with 1 where it is not.`

export function redactCommand(): Command {
  return new Command('redact')
    .description('write a heap snapshot without its contents: the same graph, to be shared')
    .usage('[options] IN... OUT | --verify FILE')
    .argument('<files...>', 'snapshots, .gz too, and where to write; with --verify one file')
    .addOption(
      new Option('--names <which>', 'keep the names that a person wrote, or none but those of V8')
        .choices(['written', 'none'])
        .default('written'),
    )
    .option('--verify', 'check that a file is redacted; nothing is written')
    .option(
      '--secrets <file>',
      'with --verify: secrets, one a line, of which no eight bytes may be in the file',
    )
    .option('--quiet', 'no progress and no summary')
    .addHelpText('after', HELP)
    .action(redact)
}

async function redact(files: string[], options: RedactCommandOptions): Promise<void> {
  const line = statusLine(process.stderr, options.quiet === true)
  const cancel = new AbortController()
  const onInterrupt = (): void => cancel.abort()
  process.once('SIGINT', onInterrupt)
  try {
    if (options.verify === true) await verify(files, options, { line, signal: cancel.signal })
    else await write(files, options, { line, signal: cancel.signal })
  } finally {
    line.clear()
    process.off('SIGINT', onInterrupt)
  }
}

interface Surroundings {
  readonly line: StatusLine
  readonly signal: AbortSignal
}

async function write(
  files: readonly string[],
  options: RedactCommandOptions,
  { line, signal }: Surroundings,
): Promise<void> {
  const output = files.at(-1)
  if (files.length < 2 || output === undefined) {
    throw new TidemarkError('USAGE', 'say which file to redact and where to write the result')
  }
  if (options.secrets !== undefined) {
    throw new TidemarkError('USAGE', '--secrets goes with --verify')
  }
  const done = await redactFiles({
    inputs: files.slice(0, -1),
    output,
    names: options.names,
    signal,
    onProgress: (file, share) => line.show(`redacting ${file} ${Math.round(100 * share)} %`),
  })
  line.clear()
  if (options.quiet === true) return
  for (const { output: written, counts } of done) {
    const { strings, redacted, renumbered, leftOut } = counts
    const more = [
      renumbered === 0 ? '' : `, ${renumbered} indexes of sparse arrays replaced`,
      leftOut === 0 ? '' : `, ${leftOut} unknown parts left out`,
    ]
    const kept = strings - redacted
    process.stderr.write(
      `${visiblePath(written)}: ${redacted} of ${strings} strings redacted, ${kept} names kept${more.join('')}\n`,
    )
  }
}

async function verify(
  files: readonly string[],
  options: RedactCommandOptions,
  { line, signal }: Surroundings,
): Promise<void> {
  const [file] = files
  if (files.length > 1 || file === undefined) {
    throw new TidemarkError('USAGE', '--verify takes one file')
  }
  const found = await verifyRedaction({
    file,
    names: options.names,
    secrets: secretsOf(options.secrets),
    signal,
    onProgress: (share) => line.show(`checking ${Math.round(100 * share)} %`),
  })
  line.clear()
  if (options.quiet !== true) process.stdout.write(`${verificationText(found).join('\n')}\n`)
  process.exitCode = found.redacted ? EXIT.clean : EXIT.leak
}

/** Secrets come from a file, for a command line can be read by everybody on the machine. */
function secretsOf(file: string | undefined): string[] {
  if (file === undefined) return []
  try {
    const lines = readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/)
    return lines.filter((text) => text !== '')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TidemarkError('FILE_UNREADABLE', `the secrets could not be read: ${reason}`, {
      file,
      cause,
    })
  }
}

/** What was found, never the strings themselves. */
function verificationText({ redacted, counts, hits }: Verification): string[] {
  const { strings, redacted: tokens, changed, renumbered, leftOut } = counts
  const lines = [
    redacted ? 'redacted: nothing in it that the rules would not keep' : 'NOT redacted:',
  ]
  if (changed > 0) lines.push(`  ${changed} of ${strings} strings are contents`)
  if (renumbered > 0) lines.push(`  ${renumbered} indexes of sparse arrays may be data`)
  if (leftOut > 0) lines.push(`  ${leftOut} parts are unknown`)
  for (const { secret, encoding, offset } of hits.slice(0, 20)) {
    lines.push(`  eight bytes of secret ${secret + 1} as ${encoding} at byte ${offset}`)
  }
  if (hits.length > 20) lines.push(`  and ${hits.length - 20} more places`)
  lines.push(
    `${tokens} strings are hashes, ${strings - tokens - changed} are names. Names that a person wrote are not hidden: ` +
      'classes, functions, files, variables, properties, and any data that is written as they are.',
  )
  return lines
}
