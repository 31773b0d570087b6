// Launches a fixture for one test and takes care that nothing of it outlives the test.

import { onTestFinished } from 'vitest'
import { launch } from '../../../dist/target/index.js'
import type { Isolate, Launched } from '../../../dist/target/index.js'
import type { Sample } from '../../../src/protocol/index.ts'
import { app, NODE } from './watched-run.ts'

export async function launchApp(
  name: string,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): Promise<Launched> {
  const launched = await launch({ command: [NODE, ...nodeArgs, app(name), ...args] })
  onTestFinished(async () => {
    launched.kill('SIGKILL')
    await launched.exited
    for (const { hello } of launched.isolates) killIfAlive(hello.pid)
    await launched.dispose()
  })
  return launched
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended with its parent.
  }
}

/** The first isolate, known already or not, that is what the test wants. */
export function isolateOf(
  launched: Launched,
  accepts: (isolate: Isolate) => boolean = () => true,
): Promise<Isolate> {
  const known = launched.isolates.find(accepts)
  if (known !== undefined) return Promise.resolve(known)
  return new Promise((resolve) => {
    const stop = launched.onIsolate((isolate) => {
      if (!accepts(isolate)) return
      stop()
      resolve(isolate)
    })
  })
}

/** The first sample, taken already or not, that is what the test wants. */
export function sampleOf(isolate: Isolate, accepts: (sample: Sample) => boolean): Promise<Sample> {
  const known = isolate.samples.find(accepts)
  if (known !== undefined) return Promise.resolve(known)
  return new Promise((resolve) => {
    const stop = isolate.onSample((sample) => {
      if (!accepts(sample)) return
      stop()
      resolve(sample)
    })
  })
}

/** Waits until a condition holds; the test's own timeout ends it otherwise. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20)
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
