// A signal that makes the program write a heap snapshot, as heapdump had one. None by default: asked for by a call, or by
// the environment variable TIDEMARK_SNAPSHOT_SIGNAL, which works without a line of code beyond loading the package.

import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { writeSnapshot } from './write-snapshot.ts'

/** E.g. `SIGUSR2`; the snapshots go to the working directory. */
const SIGNAL_VARIABLE = 'TIDEMARK_SNAPSHOT_SIGNAL'

/**
 * Writes a snapshot whenever the process gets the signal, into `directory`; returns what ends that. SIGUSR1 is Node's own,
 * and nodemon and pm2 use SIGUSR2. In worker threads it does nothing, since they get no signals. What goes wrong is said as
 * a process warning.
 */
export function snapshotOnSignal(signal: NodeJS.Signals, directory: string = '.'): () => void {
  if (!isMainThread || !Object.hasOwn(constants.signals, signal)) return () => undefined
  const onSignal = (): void => {
    void writeSnapshot(directory, (error) => {
      if (error !== null) warn(error.message)
    })
  }
  process.on(signal, onSignal)
  return () => {
    process.removeListener(signal, onSignal)
  }
}

function warn(message: string): void {
  process.emitWarning(message, { type: 'TidemarkWarning' })
}

function obeyEnvironment(): void {
  const signal = process.env[SIGNAL_VARIABLE]
  if (signal === undefined || signal === '') return
  try {
    snapshotOnSignal(signal as NodeJS.Signals)
  } catch {
    warn(`${SIGNAL_VARIABLE}: nobody can listen to ${signal}`)
  }
}

obeyEnvironment()
