#!/usr/bin/env node
// The `tidemark` command: the only place that prints errors and sets the exit code.

import { EXIT } from './exit-code.ts'
import { program } from './program.ts'
import { exitCodeOfError, printError } from './print-error.ts'

// A fault of ours in a timer or an event must not look like a verdict.
process.on('uncaughtException', (error) => {
  printError(error)
  process.exit(EXIT.fault)
})

try {
  await program().parseAsync(process.argv)
} catch (error) {
  printError(error)
  process.exitCode = exitCodeOfError(error)
}
