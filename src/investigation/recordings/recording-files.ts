// From what the user names, files or a directory, to the recordings in it: the files of one isolate belong together, and of a
// directory only what runs now, or ran last, is judged.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { TidemarkError } from '../../protocol/index.ts'
import { readRecording } from './recording.ts'
import type { Recording } from './recording.ts'

const EXTENSION = '.jsonl'
/** What the agent calls the files of one isolate. */
const NAME = /^(Recording\.\d{8}\.\d{6}\.\d+\.\d+\.[0-9a-f]+)\.(?:recent|lasting)-\d\.jsonl$/
/** The agent writes files of 2 MB. */
const LARGEST_BYTES = 64 * 1024 * 1024
const MOST_ISOLATES = 32

export interface FoundRecordings {
  readonly recordings: readonly Recording[]
  /** Recordings of earlier runs of the same programs, and of more isolates than are judged. */
  readonly earlier: number
  readonly more: number
  /** Files of the directory that could not be read. */
  readonly unreadable: number
}

/** Whether the path is a recording or a directory of them, by its name alone. */
export function isRecordingPath(path: string): boolean {
  return (
    path.endsWith(EXTENSION) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  )
}

/** Throws a coded error where a named file cannot be read or a directory holds no recording. */
export function findRecordings(paths: readonly string[]): FoundRecordings {
  const directories = paths.filter((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory(),
  )
  const named = paths.filter((path) => !directories.includes(path))
  const recordings = [...new Set(named.map(stemOf))].map((stem) => recordingOf(stem))
  let unreadable = 0
  const found: Recording[] = []
  for (const stem of new Set(directories.flatMap(stemsIn))) {
    try {
      found.push(recordingOf(stem))
    } catch (error) {
      if (!(error instanceof TidemarkError)) throw error
      unreadable++
    }
  }
  if (recordings.length + found.length === 0) {
    throw new TidemarkError('RECORDING_UNREADABLE', 'there is no recording in it', {
      file: paths.join(', '),
      hint: 'Record a program with node --import tidemark/register; the first lines come after five seconds.',
    })
  }
  const current = currentOf(found)
  const all = [...recordings, ...current].sort((a, b) => b.heardAtMs - a.heardAtMs)
  return {
    recordings: all.slice(0, MOST_ISOLATES).sort((a, b) => a.startedAtMs - b.startedAtMs),
    earlier: found.length - current.length,
    more: Math.max(0, all.length - MOST_ISOLATES),
    unreadable,
  }
}

/** Of each program those that were recorded at the same time as its last one. */
function currentOf(found: readonly Recording[]): Recording[] {
  const byProgram = new Map<string, Recording[]>()
  for (const recording of found) {
    const { role, entry, cwd } = recording.hello
    const key = JSON.stringify([role, entry, cwd])
    byProgram.set(key, [...(byProgram.get(key) ?? []), recording])
  }
  return [...byProgram.values()].flatMap((same) => {
    const last = same.reduce((a, b) => (b.heardAtMs > a.heardAtMs ? b : a))
    return same.filter((one) => one.heardAtMs >= last.startedAtMs)
  })
}

function stemsIn(directory: string): string[] {
  const below = join(directory, 'recordings')
  const folder = existsSync(below) ? below : directory
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => stemOf(join(folder, name)))
}

/** What the names of one isolate's files have in common; of another name the file itself. */
function stemOf(path: string): string {
  const stem = NAME.exec(basename(path))?.[1]
  return stem === undefined ? path : join(dirname(path), stem)
}

function recordingOf(stem: string): Recording {
  const siblings = ['recent-0', 'recent-1', 'lasting-0', 'lasting-1']
    .map((ring) => `${stem}.${ring}${EXTENSION}`)
    .filter((path) => existsSync(path))
  const files = stem.endsWith(EXTENSION) ? [stem] : siblings
  return readRecording(files.map(textOf), files[0] ?? stem)
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > LARGEST_BYTES) {
      throw new TidemarkError('RECORDING_UNREADABLE', 'it is larger than any recording', { file })
    }
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof TidemarkError) throw cause
    throw new TidemarkError('FILE_UNREADABLE', 'there is no such file', { file, cause })
  }
}
