// Every error that Tidemark raises on purpose: a code, what happened, where, and what to do next.

export const ERROR_CODES = {
  SNAPSHOT_EMPTY: 'the snapshot file is empty',
  SNAPSHOT_NOT_A_SNAPSHOT: 'the file is not a V8 heap snapshot',
  SNAPSHOT_TRUNCATED: 'the snapshot ends in the middle',
  SNAPSHOT_CORRUPT: 'the snapshot contradicts itself',
  SNAPSHOT_TOO_LARGE: 'the snapshot claims more than the file can hold',
  RECORDING_UNREADABLE: 'the file is no recording, or of a later version',
  PROFILE_UNREADABLE: 'the file is no sampling heap profile, or is damaged',
  FILE_UNREADABLE: 'the file cannot be read',
  FILE_UNWRITABLE: 'the file cannot be written',
  USAGE: 'the command line is not understood',
  COMMAND_NOT_FOUND: 'the program to run does not exist or cannot be started',
  PEER_MISSING: 'an optional package is not installed',
  QUERY_FAILED: 'the query could not be run',
  TARGET_GONE: 'the program ended before it answered',
  TARGET_SILENT: 'the program does not answer',
  TARGET_REFUSED: 'the program cannot do what was asked',
  TARGET_NOT_FOUND: 'there is no such process',
  TARGET_NOT_NODE: 'the process does not run Node.js',
  TARGET_FORBIDDEN: 'the process belongs to another user',
  TARGET_PORT_TAKEN: 'another process has the port that the inspector needs',
  TARGET_KEEPS_SIGUSR1: 'the signal that opens the inspector cannot be sent to the program',
  CANCELLED: 'the work was cancelled',
  INTERNAL: 'Tidemark itself failed',
} as const

export type ErrorCode = keyof typeof ERROR_CODES

export interface ErrorDetails {
  /** Byte offset in the input, where there is one. */
  readonly offset?: number
  readonly file?: string
  readonly pid?: number
  /** What to do next, one sentence. */
  readonly hint?: string
  readonly cause?: unknown
}

/** An error with a code of `ERROR_CODES`; only the command line prints it. */
export class TidemarkError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'TidemarkError'
    this.code = code
    this.details = details
  }
}
