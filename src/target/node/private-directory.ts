// A directory of this user's own (0700) for one launched program: its socket and its snapshots. Its name says which
// process owns it, so that what a crashed run left behind can be told and removed.

import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'tidemark-'
const OWNED = /^tidemark-(\d+)-/
const SOCKET_NAME = 'agent.sock'
/** The kernel's limit on a socket's path without its terminating zero: 104 bytes on macOS, 108 on Linux. */
const SOCKET_PATH_LIMIT = 103
const YOUNG_MS = 60_000

export interface PrivateDirectory {
  readonly path: string
  /** Where the agents connect: a socket in the directory, on Windows a named pipe. */
  readonly socketPath: string
  remove(): Promise<void>
}

/** Makes the directory below the first of `parents` where it can be made and a socket's path fits. */
export async function createPrivateDirectory(
  parents: readonly string[] = [tmpdir(), '/tmp'],
): Promise<PrivateDirectory> {
  let failure: unknown = new Error('no directory for temporary files')
  for (const parent of parents) {
    const pattern = join(parent, `${PREFIX}${process.pid}-`)
    const longest = Buffer.byteLength(join(`${pattern}XXXXXX`, SOCKET_NAME))
    if (process.platform !== 'win32' && longest > SOCKET_PATH_LIMIT) continue
    try {
      const path = await mkdtemp(pattern)
      await chmod(path, 0o700)
      return {
        path,
        socketPath: socketPathIn(path),
        remove: () => rm(path, { recursive: true, force: true }),
      }
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

function socketPathIn(directory: string): string {
  if (process.platform !== 'win32') return join(directory, SOCKET_NAME)
  return `\\\\.\\pipe\\${directory.split('\\').at(-1) ?? PREFIX}`
}

/** Removes this user's directories whose owner is gone. Never throws: it is a courtesy. */
export async function removeStaleDirectories(parent: string = tmpdir()): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) {
    const owner = OWNED.exec(name)?.[1]
    if (owner === undefined) continue
    const path = join(parent, name)
    const isStale = await isOurs(path).then((ours) => ours && isAbandoned(path, Number(owner)))
    if (isStale) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function isOurs(path: string): Promise<boolean> {
  const entry = await lstat(path).catch(() => null)
  return entry !== null && entry.isDirectory() && entry.uid === process.getuid?.()
}

/** A dead owner is not enough: in another container its process id means nothing, but its socket answers. */
async function isAbandoned(path: string, owner: number): Promise<boolean> {
  if (isAlive(owner)) return false
  const socket = join(path, SOCKET_NAME)
  if ((await lstat(socket).catch(() => null)) !== null) return !(await answers(socket))
  const directory = await lstat(path).catch(() => null)
  return directory !== null && Date.now() - directory.mtimeMs > YOUNG_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => {
      resolve(false)
    })
  })
}
