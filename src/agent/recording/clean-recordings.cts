// Removes recordings that are old, and the oldest where there are too many or they are too large together. What is still being
// written is left alone, whoever writes it.

import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Names of recordings; nothing else in the directory is touched. */
const RECORDING = /^Recording\.\d{8}\.\d{6}\.\d+\.\d+\.[0-9a-f]+\.(?:recent|lasting)-[01]\.jsonl$/
const DAY_MS = 86_400_000
const MOST_BYTES = 256 * 1024 * 1024
const MOST_FILES = 1000
/** A recorder writes at least every ten seconds. */
const ALIVE_MS = 120_000

export interface RecordingLimits {
  readonly ageMs: number
  /** Of all recordings together. */
  readonly bytes: number
  readonly files: number
}

/** Never rejects. A look at each file, in libuv's threads. */
export async function cleanRecordings(
  directory: string,
  nowMs: number,
  limits: RecordingLimits = { ageMs: 14 * DAY_MS, bytes: MOST_BYTES, files: MOST_FILES },
): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  const found: { path: string; changedAtMs: number; bytes: number }[] = []
  for (const name of names) {
    if (!RECORDING.test(name)) continue
    const path = join(directory, name)
    const entry = await stat(path).catch(() => null)
    if (entry !== null) found.push({ path, changedAtMs: entry.mtimeMs, bytes: entry.size })
  }
  found.sort((a, b) => b.changedAtMs - a.changedAtMs)
  let bytes = 0
  for (const [index, file] of found.entries()) {
    bytes += file.bytes
    const age = nowMs - file.changedAtMs
    const isOver = age > limits.ageMs || bytes > limits.bytes || index >= limits.files
    if (isOver && age > ALIVE_MS) await unlink(file.path).catch(() => undefined)
  }
}
