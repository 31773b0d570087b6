// The private directory of an attached process, where both it and Tidemark can reach it: in a container that is one of its
// own directories, seen from outside through /proc.

import { chmod, chown, lstat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { TidemarkError } from '../../../protocol/index.ts'
import { createPrivateDirectory } from '../private-directory.ts'
import type { PrivateDirectory } from '../private-directory.ts'
import type { ProcessPlace } from './namespaces.ts'

/** The last is memory, which a container without a writable disk still has. */
const PLACES: readonly string[] = ['/tmp', '/var/tmp', '/dev/shm']

/** Belongs to the process's user, mode 0700. Rejects with `TARGET_REFUSED` where no directory can be written. */
export async function createTargetDirectory(
  pid: number,
  place: ProcessPlace,
): Promise<PrivateDirectory> {
  const parents = place.root === '' ? [tmpdir(), '/tmp'] : await realDirectories(place.root)
  try {
    const directory = await createPrivateDirectory(parents)
    await giveTo(directory.path, place)
    return directory
  } catch (cause) {
    throw new TidemarkError('TARGET_REFUSED', `process ${pid} has no directory to write to`, {
      pid,
      hint: `One of ${PLACES.join(', ')} must be writable where the process lives.`,
      cause,
    })
  }
}

/** Hands a file to the process's user, where Tidemark runs as another one (root). */
export async function giveTo(path: string, { uid, gid }: ProcessPlace): Promise<void> {
  if (uid === null || gid === null || uid === process.getuid?.()) return
  await chown(path, uid, gid)
  await chmod(path, (await lstat(path)).isDirectory() ? 0o700 : 0o600)
}

/** A link in there would lead out of the container again. */
async function realDirectories(root: string): Promise<string[]> {
  const found: string[] = []
  for (const place of PLACES) {
    const parts = place.split('/').slice(1)
    const paths = parts.map((_, at) => `${root}/${parts.slice(0, at + 1).join('/')}`)
    const entries = await Promise.all(paths.map((path) => lstat(path).catch(() => null)))
    if (entries.every((entry) => entry?.isDirectory() === true)) found.push(`${root}${place}`)
  }
  return found
}
