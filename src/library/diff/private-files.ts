// Directories of this user's own (0700) for snapshots that nobody else should see, removed when they are done with, when
// they are forgotten, and when the process exits. Their names say whose they are, as those of a run do, so that what a killed
// process left behind is removed by the next run.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const directories = new Set<string>()

/** Makes one; throws what the system says where it cannot. */
export function makePrivateDirectory(): string {
  const made = mkdtempSync(join(tmpdir(), `tidemark-${process.pid}-`))
  if (directories.size === 0) process.on('exit', removeAll)
  directories.add(made)
  return made
}

/** Removes one with all that is in it. */
export function removePrivateDirectory(directory: string): void {
  if (!directories.delete(directory)) return
  rmSync(directory, { recursive: true, force: true })
  if (directories.size === 0) process.removeListener('exit', removeAll)
}

function removeAll(): void {
  for (const directory of directories) removePrivateDirectory(directory)
}
