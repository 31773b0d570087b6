#!/usr/bin/env node
// The `tidemark` command: the only place that prints errors and sets the exit code.

import { program } from './program.ts'
import { exitCodeOfError, printError } from './print-error.ts'

try {
  await program().parseAsync(process.argv)
} catch (error) {
  printError(error)
  process.exitCode = exitCodeOfError(error)
}
