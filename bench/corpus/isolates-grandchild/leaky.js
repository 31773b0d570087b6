// Starts the print shop's supervisor, which starts the printer and starts it again if it dies.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const supervisor = spawn(
  process.execPath,
  [fileURLToPath(new URL('./supervisor.js', import.meta.url)), 'printer.js'],
  { stdio: 'inherit' },
)
const [code] = await once(supervisor, 'exit')
process.exitCode = code
