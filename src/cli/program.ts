// The command tree.

import { Command } from 'commander'
import { analyzeCommand } from './commands/analyze.ts'
import { attachCommand } from './commands/attach.ts'
import { diffCommand } from './commands/diff.ts'
import { labCommand } from './commands/lab.ts'
import { queryCommand } from './commands/query.ts'
import { redactCommand } from './commands/redact.ts'
import { runCommand } from './commands/run.ts'
import { snapshotCommand } from './commands/snapshot.ts'
import { packageVersion } from './version.ts'

/** A fresh command tree; parse errors are thrown, not exited on. */
export function program(): Command {
  const root = new Command('tidemark')
    .description(
      'Finds memory leaks in Node.js programs: says whether a program leaks, names the one reference that holds ' +
        'the memory, the line that made it, and the fix.',
    )
    .version(packageVersion())
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(tidemark --help lists the commands)')
  for (const command of [
    runCommand(),
    attachCommand(),
    snapshotCommand(),
    analyzeCommand(),
    diffCommand(),
    labCommand(),
    redactCommand(),
    queryCommand(),
  ]) {
    root.addCommand(command.exitOverride())
  }
  return root
}
