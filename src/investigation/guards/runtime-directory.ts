// The directory in which Tidemarks of one user meet: 0700 and this user's own, or it is not used.

import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Where this user's Tidemarks on this machine leave word for each other: below `XDG_RUNTIME_DIR`, else below the directory for
 * temporary files. `null` where it cannot be made, or belongs to somebody else.
 */
export function runtimeDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const runtime = environment['XDG_RUNTIME_DIR'] ?? ''
  const places = [
    ...(runtime === '' ? [] : [join(runtime, 'tidemark')]),
    join(tmpdir(), `tidemark-of-${process.getuid?.() ?? 'user'}`),
  ]
  return places.find(isPrivate) ?? null
}

/** Made where it is missing. What is there already is not trusted: in `/tmp` anybody may have made it. */
function isPrivate(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch {
    // It is there, or cannot be made: the next lines tell.
  }
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (entry?.isDirectory() !== true) return false
  if (process.platform === 'win32') return true
  return entry.uid === process.getuid?.() && (entry.mode & 0o077) === 0
}
