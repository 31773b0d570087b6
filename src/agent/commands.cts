// What the agent does when told to. A command that fails is refused with its reason; the agent goes on.

import { findSourceMap } from 'node:module'
import type {
  CommandName,
  CommandTable,
  GcResult,
  Sample,
  SamplingResult,
} from '../protocol/index.ts'
import type * as allocationSampling from './allocation-sampling.cts'
import type * as bufferCensus from './buffer-census.cts'
import { findCollector, waitForQuiet } from './collection.cts'
import type { CollectionWatch } from './collection.cts'
import type { Sampler } from './sample.cts'
import type * as inspectorSession from './inspector-session.cts'
import type * as questionCommands from './question-commands.cts'
import type { QuestionCommands } from './question-commands.cts'
import type * as snapshot from './snapshot.cts'

// What only some commands need is loaded by the first of them, for most programs never meet one.
const loadCensus = (): typeof bufferCensus => require('./buffer-census.cjs') as typeof bufferCensus
const loadQuestions = (): typeof questionCommands =>
  require('./question-commands.cjs') as typeof questionCommands
const loadSampling = (): typeof allocationSampling =>
  require('./allocation-sampling.cjs') as typeof allocationSampling
const loadSession = (): typeof inspectorSession =>
  require('./inspector-session.cjs') as typeof inspectorSession
let hasLoadedSnapshot = false
const loadSnapshot = (): typeof snapshot => {
  hasLoadedSnapshot = true
  return require('./snapshot.cjs') as typeof snapshot
}

const SOURCE_MAP_LIMIT_BYTES = 16 * 1024 * 1024

/** What the commands work on. */
export interface CommandContext {
  readonly sampler: Sampler
  readonly collections: CollectionWatch
  /** Sends the floor that a command's own collection left. */
  readonly sendSample: (sample: Sample) => void
}

export type CommandHandlers = {
  readonly [K in Exclude<CommandName, 'stop'>]: (
    params: CommandTable[K]['params'],
  ) => CommandTable[K]['result'] | Promise<CommandTable[K]['result']>
}

/** The handlers, and `restore`, which undoes what they left running. */
export interface Commands {
  readonly handlers: CommandHandlers
  readonly sampling: OwnSampling
  readonly restore: () => void
}

export function createCommands(context: CommandContext): Commands {
  const sampling = createSamplingCommands(context)
  const collect = createCollect(context)
  const questions = createQuestions(context, collect)
  return {
    restore: () => {
      sampling.restore()
      questions.restore()
      if (hasLoadedSnapshot) loadSnapshot().endFork()
      loadSession().closeLocalSession()
    },
    sampling: sampling.own,
    handlers: {
      gc: createGcCommand(collect),
      ...sampling.handlers,
      ...questions.handlers,
      ...createSnapshotCommands(context),
      'buffer-census': () =>
        context.collections.exclude(() => loadCensus().takeBufferCensus()).result,
      'source-maps': ({ urls }) => ({ maps: sourceMaps(urls) }),
    },
  }
}

function createSnapshotCommands({
  sampler,
  collections,
}: CommandContext): Pick<CommandHandlers, 'snapshot' | 'snapshot-ways'> {
  return {
    snapshot: async (request) => {
      const atMs = sampler.atMs()
      const operations = sampler.operations()
      const stopping = collections.exclude
      loadSession().releaseConsole()
      const taken = await loadSnapshot().takeSnapshot(request, { stopping, transform: null })
      return { ...taken, atMs, operations }
    },
    'snapshot-ways': () => ({
      fork: loadSnapshot().forkRefusal(),
      rssBytes: sampler.read('interval', 0).rssBytes,
    }),
  }
}

/** The commands that ask about a lead; made by the first of them. */
function createQuestions(context: CommandContext, collect: Collect): QuestionCommands {
  let made: QuestionCommands | null = null
  const handlers = (): QuestionCommands['handlers'] => {
    made ??= loadQuestions().createQuestionCommands(context, collect)
    return made.handlers
  }
  return {
    restore: () => made?.restore(),
    handlers: {
      'settle-start': (params) => handlers()['settle-start'](params),
      'settle-read': (params) => handlers()['settle-read'](params),
      'read-fields': (params) => handlers()['read-fields'](params),
      'resource-stacks-start': (params) => handlers()['resource-stacks-start'](params),
      'resource-stacks-read': (params) => handlers()['resource-stacks-read'](params),
      'resource-stacks-stop': (params) => handlers()['resource-stacks-stop'](params),
      'function-runs': (params) => handlers()['function-runs'](params),
    },
  }
}

/** Makes a full collection and sends the floor that it leaves; `null` where V8 gives no way to collect. */
export type Collect = () => Sample | null

function createCollect(context: CommandContext): Collect {
  let collector: (() => void) | null | undefined
  return () => {
    collector ??= findCollector()
    if (collector === null) return null
    loadSession().releaseConsole()
    const { tookMs } = context.collections.exclude(collector)
    // Read before anything else runs, so that it is the floor.
    const sample = context.sampler.read('gc-asked', tookMs)
    context.sendSample(sample)
    return sample
  }
}

function createGcCommand(collect: Collect): CommandHandlers['gc'] {
  return async ({ maxWaitMs }): Promise<GcResult> => {
    const quiet = await waitForQuiet(maxWaitMs)
    return { sample: collect(), quiet }
  }
}

/** Allocation sampling that the agent switches on by itself; a command may take it over. */
export interface OwnSampling {
  /** Nothing where it runs already. */
  readonly start: (intervalBytes: number) => void
  /** Costs one full collection; `null` where it does not run. */
  readonly read: () => SamplingResult | null
  /** Nothing where a command has asked for it meanwhile. */
  readonly stop: () => void
}

interface SamplingCommands {
  readonly own: OwnSampling
  readonly handlers: Pick<CommandHandlers, 'sampling-start' | 'sampling-read' | 'sampling-stop'>
  readonly restore: () => void
}

function createSamplingCommands(context: CommandContext): SamplingCommands {
  let running: (allocationSampling.AllocationSampling & { readonly startedAt: number }) | null =
    null
  let isAskedFor = false
  const start = (intervalBytes: number): void => {
    const startedAt = context.sampler.atMs()
    running = { ...loadSampling().startAllocationSampling(intervalBytes), startedAt }
  }
  const finish = (how: 'read' | 'stop'): SamplingResult => {
    if (running === null) throw new Error('allocation sampling is not running')
    const { intervalBytes, startedAt } = running
    const profiler = running
    if (how === 'stop') running = null
    const { result, tookMs } = context.collections.exclude(() => profiler[how]())
    context.sendSample(context.sampler.read('gc-asked', tookMs))
    return { sites: result, intervalBytes, sinceMs: context.sampler.atMs() - startedAt }
  }
  return {
    handlers: {
      'sampling-start': ({ intervalBytes }) => {
        if (isAskedFor) throw new Error('allocation sampling is running')
        if (running === null) start(intervalBytes)
        isAskedFor = true
        return {}
      },
      'sampling-read': () => finish('read'),
      'sampling-stop': () => {
        isAskedFor = false
        return finish('stop')
      },
    },
    own: {
      start: (intervalBytes) => {
        if (running === null) start(intervalBytes)
      },
      read: () => (running === null ? null : finish('read')),
      stop: () => {
        if (running !== null && !isAskedFor) finish('stop')
      },
    },
    restore: () => {
      const profiler = running
      running = null
      profiler?.stop()
    },
  }
}

/** What Node itself keeps, without the sources' text: that is on the disk or nobody's business. */
function sourceMaps(urls: readonly string[]): Record<string, unknown> {
  const maps: Record<string, unknown> = {}
  let bytes = 0
  for (const url of urls) {
    const payload = findSourceMap(url)?.payload
    if (payload === undefined) continue
    bytes += payload.mappings?.length ?? 0
    if (bytes > SOURCE_MAP_LIMIT_BYTES) break
    maps[url] = { ...payload, sourcesContent: undefined }
  }
  return maps
}
