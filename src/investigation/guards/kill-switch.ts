// The kill switch: a variable or a file of the user's that takes Tidemark out of every program, at once.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DISABLE_FILE_VARIABLE, DISABLE_VARIABLE } from '../../protocol/index.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What has switched Tidemark off, in a clause: the variable, the file that `TIDEMARK_DISABLE_FILE` names, or a file `disable` in
 * the runtime directory; `null` where nothing has. Costs two look-ups in a directory.
 */
export function switchedOffBy(
  runtimeDirectory: string | null,
  environment: Environment = process.env,
): string | null {
  if (isOff(environment[DISABLE_VARIABLE])) return `the variable ${DISABLE_VARIABLE}`
  const named = environment[DISABLE_FILE_VARIABLE] ?? ''
  const files = [named, runtimeDirectory === null ? '' : join(runtimeDirectory, 'disable')]
  const file = files.find((path) => path !== '' && existsSync(path))
  return file === undefined ? null : `the file ${file}`
}

/** Whether the process was started with the variable, so that nobody may look into it. Only Linux tells. */
export function refusesToBeWatched(pid: number): boolean {
  try {
    const pairs = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
    const prefix = `${DISABLE_VARIABLE}=`
    return isOff(pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length))
  } catch {
    return false
  }
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}
