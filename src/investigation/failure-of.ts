// What went wrong in a worker thread, as plain data: errors lose their class on the way to the main thread.

import { SnapshotError } from '../heap/index.ts'
import { TidemarkError } from '../protocol/index.ts'
import type { ErrorCode, ErrorDetails } from '../protocol/index.ts'

export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly details: Omit<ErrorDetails, 'cause'>
}

/** The failure of reading `file`. */
export function failureOf(error: unknown, file: string): Failure {
  if (error instanceof SnapshotError) {
    const { code, message, offset, hint } = error
    return { code, message, details: { file, offset, hint } }
  }
  if (error instanceof TidemarkError) {
    const { cause: _, ...details } = error.details
    return { code: error.code, message: error.message, details: { file, ...details } }
  }
  const message = error instanceof Error ? error.message : String(error)
  const ofSystem = error instanceof Error && 'syscall' in error
  return { code: ofSystem ? 'FILE_UNREADABLE' : 'INTERNAL', message, details: { file } }
}
