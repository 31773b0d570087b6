// The writer into files: one ring for the last hours and one for the last days, in the user's private directory. A file beside
// that directory switches it off.

import { randomBytes } from 'node:crypto'
import type * as fsModule from 'node:fs'
import { join } from 'node:path'
import type { RecordingHeader } from '../../protocol/index.ts'
import { cleanRecordings } from './clean-recordings.cts'
import { FileRing } from './file-ring.cts'
import type { RecordingPlace } from './recording-place.cts'
import type { RecordingWriter } from './recording-writer.cts'

const { access } = require('node:fs') as typeof fsModule

/** Bytes of one segment, two of which make a ring: together at most 5 MB an isolate. */
const RECENT_BYTES = 2_000_000
const LASTING_BYTES = 500_000
const CLEAN_EVERY_MS = 3_600_000

export interface RecordingFilesOptions {
  readonly place: RecordingPlace
  readonly header: () => RecordingHeader
  /** Removes old recordings now and then; one isolate a process does. */
  readonly cleans: boolean
  /** The file that switches recording off is there. */
  readonly onSwitchedOff: () => void
}

export function recordingFiles(options: RecordingFilesOptions): RecordingWriter {
  const { place, header } = options
  const name = recordingName(header())
  const ring = (kind: 'recent' | 'lasting', segmentBytes: number): FileRing =>
    new FileRing({
      path: (segment) => join(place.directory, `${name}.${kind}-${segment}.jsonl`),
      segmentBytes,
      header: () => `${JSON.stringify(header())}\n`,
    })
  const recent = ring('recent', RECENT_BYTES)
  const lasting = ring('lasting', LASTING_BYTES)
  let isAsking = false
  let isCleaning = false
  let isClosed = false
  let cleanedAtMs = -Infinity
  return {
    write: (line, isLasting) => {
      const target = isLasting ? lasting : recent
      target.add(`${JSON.stringify(line)}\n`)
    },
    flush: () => {
      // On a disk that hangs, one request waits and no further ones: libuv's few threads are the program's.
      if (isAsking || recent.isBusy || lasting.isBusy) return
      isAsking = true
      access(place.switchPath, (error) => {
        isAsking = false
        if (isClosed) return
        if (error === null) {
          options.onSwitchedOff()
          return
        }
        recent.flush()
        lasting.flush()
        if (!options.cleans || isCleaning || Date.now() - cleanedAtMs < CLEAN_EVERY_MS) return
        cleanedAtMs = Date.now()
        isCleaning = true
        void cleanRecordings(place.directory, cleanedAtMs).then(() => {
          isCleaning = false
        })
      })
    },
    flushNow: () => {
      recent.flushNow()
      lasting.flushNow()
    },
    close: () => {
      isClosed = true
      recent.close()
      lasting.close()
    },
  }
}

/** `Recording.20261120.175035.4242.0.1f2e3d`, in the manner of Node's own files. In containers all have the same pid. */
function recordingName({ startedAtMs, hello }: RecordingHeader): string {
  const [date = '', time = ''] = new Date(startedAtMs).toISOString().slice(0, 19).split('T')
  const when = `${date.replaceAll('-', '')}.${time.replaceAll(':', '')}`
  return `Recording.${when}.${hello.pid}.${hello.threadId}.${randomBytes(3).toString('hex')}`
}
