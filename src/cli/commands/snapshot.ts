// `tidemark snapshot`: a heap snapshot of a program that runs already, for DevTools or for `tidemark analyze`.

import { Command, InvalidArgumentError, Option } from 'commander'
import { attachedSnapshot } from '../../investigation/index.ts'
import { parseAttachTarget } from '../../target/index.ts'
import { bytesText, durationText } from '../../units/index.ts'
import { durationValue } from '../option-values.ts'

const ENDING = ['SIGINT', 'SIGTERM'] as const

interface SnapshotOptions {
  readonly output?: string
  readonly thread: number
  readonly maxPause: number
  readonly contents?: boolean
  readonly quiet?: boolean
}

export function snapshotCommand(): Command {
  return new Command('snapshot')
    .description('write a heap snapshot of a program that runs already, and leave it running')
    .argument('<target>', 'process id, or the host:port or ws:// address of an open inspector')
    .option('--output <file>', 'the file to write (Node’s own kind of name in this directory)')
    .addOption(
      new Option('--thread <number>', 'the worker thread to take it of; 0 is the main thread')
        .argParser(threadValue)
        .default(0),
    )
    .addOption(
      new Option('--max-pause <time>', 'longest pause that it may be predicted to take')
        .argParser(durationValue)
        .default(5000, '5s'),
    )
    .option('--contents', 'keep the strings and numbers of the heap, secrets among them')
    .option('--quiet', 'print nothing but the name of the file')
    .addHelpText(
      'after',
      '\nThe graph is written without its contents, as tidemark redact does it; with --contents the file holds everything in the\n' +
        'heap. Its mode is 0600. Exit code 4 where the process cannot be attached to or the price is too high.',
    )
    .action(snapshot)
}

async function snapshot(target: string, options: SnapshotOptions): Promise<void> {
  const cancel = new AbortController()
  const onSignal = (): void => cancel.abort()
  for (const signal of ENDING) process.once(signal, onSignal)
  try {
    const { path, bytes, pauseMs, way } = await attachedSnapshot({
      target: parseAttachTarget(target),
      threadId: options.thread,
      output: options.output ?? null,
      directory: process.cwd(),
      contents: options.contents === true,
      maxPauseMs: options.maxPause,
      signal: cancel.signal,
    })
    process.stdout.write(`${path}\n`)
    const by = way === 'fork' ? ' while it was copied' : ''
    const cost = `${bytesText(bytes)}; the program stood still for ${durationText(pauseMs)}${by}\n`
    if (options.quiet !== true) process.stderr.write(cost)
  } finally {
    for (const signal of ENDING) process.off(signal, onSignal)
  }
}

function threadValue(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('expected the number of a thread')
  return Number(text)
}
