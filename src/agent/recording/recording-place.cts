// Where recordings lie: a directory of this user's own that nobody else can read, and the file beside it that switches all
// recording off.

import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

export interface RecordingPlace {
  /** Holds the recordings; mode 0700 and this user's. */
  readonly directory: string
  /** While there is such a file, nothing is recorded. */
  readonly switchPath: string
}

/**
 * The place, made where it is missing: below TIDEMARK_DIR, else below the user's state directory, else, where that cannot be
 * written, below the directory for temporary files. `null` where none is this user's alone. Costs some file system calls.
 */
export function recordingPlace(env: NodeJS.ProcessEnv): RecordingPlace | null {
  for (const base of bases(env)) {
    try {
      const directory = join(base, 'recordings')
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      if (!isOwn(directory)) continue
      return { directory, switchPath: join(base, 'disable') }
    } catch {
      // The next one may do.
    }
  }
  return null
}

function bases(env: NodeJS.ProcessEnv): readonly string[] {
  const given = env['TIDEMARK_DIR']
  // Where the user named a place, nothing is written anywhere else.
  if (given !== undefined && given !== '') return [given]
  const user = process.getuid?.() ?? 'user'
  return [stateDirectory(env), join(tmpdir(), `tidemark-state-${user}`)]
}

function stateDirectory(env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME']
  if (state !== undefined && state.startsWith('/')) return join(state, 'tidemark')
  const local = env['LOCALAPPDATA']
  if (process.platform === 'win32' && local !== undefined) return join(local, 'tidemark')
  return join(homedir(), '.local', 'state', 'tidemark')
}

/** A real directory of this user's, closed to all others from now on. */
function isOwn(directory: string): boolean {
  const entry = lstatSync(directory)
  if (!entry.isDirectory()) return false
  const user = process.geteuid?.()
  if (user === undefined) return true
  if (entry.uid !== user) return false
  if ((entry.mode & 0o077) !== 0) chmodSync(directory, 0o700)
  return true
}
