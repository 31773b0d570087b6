// Runs steps one after another: a process is never stopped twice at the same time.

/** Runs a step when all before it are over. */
export type Exclusively = <T>(step: () => Promise<T>) => Promise<T>

/** A queue of one; a step that fails does not stop the next. */
export function exclusive(): Exclusively {
  let tail: Promise<unknown> = Promise.resolve()
  return (step) => {
    const run = tail.then(step, step)
    tail = run.catch(() => undefined)
    return run
  }
}

/** Resolves after `ms`, or at once when `signal` aborts; keeps no timer behind. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
