// Keeps one printer running until it ends by itself.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const [file] = process.argv.slice(2)
const printer = fileURLToPath(new URL(`./${file}`, import.meta.url))

for (;;) {
  const child = spawn(process.execPath, [printer], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code === 0) break
}
