// Starts the recording of this isolate and takes it out again: at its end, at the first error, or when it is switched off.

import { isMainThread } from 'node:worker_threads'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { clearInterval, setInterval } from 'node:timers'
import { followChildren, watchStartedWorkers } from '../child-environment.cts'
import type { AgentEnvironment } from '../child-environment.cts'
import { watchCollections } from '../collection.cts'
import { createHello, live, watchLastWords } from '../hello.cts'
import type { Lifetime } from '../hello.cts'
import { createSampler, readFirstMemory } from '../sample.cts'
import type * as closerLook from './closer-look.cts'
import { createRecorder, withoutArguments } from './recorder.cts'
import type * as recordingFiles from './recording-files.cts'
import type * as recordingPlace from './recording-place.cts'
import type { RecordingWriter } from './recording-writer.cts'

// What a program that ends soon, or never grows, does not need is loaded when it is.
const loadCloserLook = (): typeof closerLook => require('./closer-look.cjs') as typeof closerLook
const loadFiles = (): typeof recordingFiles =>
  require('./recording-files.cjs') as typeof recordingFiles
const loadPlace = (): typeof recordingPlace =>
  require('./recording-place.cjs') as typeof recordingPlace

/** The first turn makes the file: a program that ends before leaves none. */
const TURN_MS = 5000

/** What says where to record to, as it is at the start: the program may change its environment, or its directory, later. */
function environmentAtStart(): NodeJS.ProcessEnv {
  const { TIDEMARK_DIR: place, XDG_STATE_HOME, LOCALAPPDATA } = process.env
  return { XDG_STATE_HOME, LOCALAPPDATA, TIDEMARK_DIR: place ? resolve(place) : undefined }
}

/** What children are started with: the same preload, and the same place to record to. */
function environmentOfChildren(preload: string, env: NodeJS.ProcessEnv): AgentEnvironment {
  const place = env['TIDEMARK_DIR'] ?? ''
  return {
    preload,
    marks: ['register.cjs', 'tidemark/register'],
    variables: place === '' ? {} : { TIDEMARK_DIR: place },
  }
}

/** Starts recording; `preload` is the file that children are given to preload. Returns what takes it out again. */
export function startRecording(preload: string): () => void {
  return live((life) => {
    start({ preload, ...life })
  })
}

function start({ preload, guard, restores, stop }: Lifetime & { preload: string }): void {
  const env = environmentAtStart()
  restores.push(followChildren(environmentOfChildren(preload, env)))
  const workers = watchStartedWorkers()
  restores.push(workers.stop)
  const identity = createHello(workers, readFirstMemory())
  const startedAtMs = Date.now()
  const sampler = createSampler(() => [])
  restores.push(sampler.stop)

  const openWriter = (): RecordingWriter => {
    const place = loadPlace().recordingPlace(env)
    if (place === null) throw new Error('there is no private directory to record into')
    return loadFiles().recordingFiles({
      place,
      header: () => ({
        type: 'recording',
        schema: 'tidemark.recording/1',
        startedAtMs,
        host: hostname(),
        hello: withoutArguments(identity.current()),
      }),
      cleans: isMainThread,
      onSwitchedOff: stop,
    })
  }
  let look: closerLook.CloserLook | null = null
  const recorder = createRecorder({
    sampler,
    identity,
    openWriter,
    lookCloser: (rise, at) => {
      look ??= loadCloserLook().createCloserLook({ sampler, collections, write: recorder.write })
      look.start(rise, at)
    },
  })
  restores.push(() => look?.stop())
  const collections = watchCollections(guard(recorder.collected))
  restores.push(collections.stop)
  const timer = setInterval(guard(recorder.turn), TURN_MS)
  timer.unref()
  restores.push(() => {
    clearInterval(timer)
  })
  restores.push(() => {
    recorder.end(null)
  })
  restores.push(watchLastWords(guard, { onEnd: recorder.end, onSigusr1: () => undefined }))
}
