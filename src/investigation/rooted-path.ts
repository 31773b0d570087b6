// Paths of a program that sees other files than Tidemark does, through /proc/<pid>/root. A link in there would be followed
// in Tidemark's own files, out of the container, by the system: so links are followed here, one by one, and stay inside.

import { lstatSync, readlinkSync } from 'node:fs'

const MOST_LINKS = 40

/**
 * The path as Tidemark reaches it, without a link on its way; `null` where there is no such file. `root` is empty for a
 * program that sees the same files, whose paths are left as they are. Costs a system call for each directory on the way.
 */
export function rootedPath(root: string, path: string): string | null {
  if (root === '') return path
  const open = parts(path).toReversed()
  let reached: string[] = []
  let links = 0
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === '..') reached.pop()
    if (name === '..' || name === '.') continue
    const target = linkAt(`${root}/${[...reached, name].join('/')}`)
    if (target === null) return null
    if (target === '') {
      reached.push(name)
      continue
    }
    links += 1
    if (links > MOST_LINKS) return null
    if (target.startsWith('/')) reached = []
    open.push(...parts(target).toReversed())
  }
  return `${root}/${reached.join('/')}`
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

/** Where a link leads, empty for anything else; `null` where there is nothing. */
function linkAt(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : ''
  } catch {
    return null
  }
}
