// Where the agent believes that it lives: it came as text, but what it may load beside itself is a file, for which it
// looks from there. A process of another user, or with other files, gets a copy in its private directory.

import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProcessPlace } from './namespaces.ts'

const PACKAGE = fileURLToPath(new URL('../../../../', import.meta.url))
const AGENT = join('dist', 'agent')
const NATIVE = join('native', 'prebuilds')

/** The directory of the agent as the process would name it; `directory` is its private one. */
export async function agentHome(directory: string, place: ProcessPlace): Promise<string> {
  const isOurs = place.uid === null || place.uid === process.getuid?.()
  if (place.root === '' && isOurs) return join(PACKAGE, AGENT)
  await copyNative(join(directory, NATIVE)).catch(() => undefined)
  return join(directory.slice(place.root.length), AGENT)
}

/** The optional native part; without it snapshots are taken in the process. */
async function copyNative(to: string): Promise<void> {
  const from = join(PACKAGE, NATIVE)
  const files = (await readdir(from)).filter((name) => name.endsWith('.node'))
  await mkdir(to, { recursive: true })
  for (const name of files) {
    await copyFile(join(from, name), join(to, name))
    // The directory above lets nobody else in.
    await chmod(join(to, name), 0o755)
  }
}
