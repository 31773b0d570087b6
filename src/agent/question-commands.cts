// The commands that ask about particular objects, resources and functions once a lead is known. Each says how long it
// stopped the isolate.

import type { Collect, CommandContext, CommandHandlers } from './commands.cts'
import { functionRuns } from './function-runs.cts'
import { readFields } from './live-fields.cts'
import { startResourceStacks } from './resource-stacks.cts'
import type { ResourceStacks } from './resource-stacks.cts'
import { createSettleTests } from './settle-test.cts'

/** The commands of this file. */
export type QuestionName =
  | 'settle-start'
  | 'settle-read'
  | 'read-fields'
  | 'resource-stacks-start'
  | 'resource-stacks-read'
  | 'resource-stacks-stop'
  | 'function-runs'

/** Their handlers, and `restore`, which switches off what was left on. */
export interface QuestionCommands {
  readonly handlers: Pick<CommandHandlers, QuestionName>
  readonly restore: () => void
}

export function createQuestionCommands(
  context: CommandContext,
  collectFloor: Collect,
): QuestionCommands {
  const settle = createSettleTests(context.sampler.atMs)
  const collect = insistOn(collectFloor)
  const stacks = createStackCommands(collect)
  const timed = <T,>(work: () => T): { result: T; pauseMs: number } => {
    const { result, tookMs } = context.collections.exclude(work)
    return { result, pauseMs: tookMs }
  }
  return {
    restore: stacks.restore,
    handlers: {
      'settle-start': ({ test, holderId, exampleIds }) => {
        const { result, pauseMs } = timed(() => settle.start(test, holderId, exampleIds))
        return { ...result, pauseMs }
      },
      'settle-read': () => settle.read(collect),
      'read-fields': ({ objectIds, fields }) => {
        const { result, pauseMs } = timed(() => readFields(objectIds, fields))
        return { fields: result, pauseMs }
      },
      'function-runs': ({ urls }) => {
        const { result, pauseMs } = timed(() => functionRuns(urls))
        return { runs: result, pauseMs }
      },
      ...stacks.handlers,
    },
  }
}

/** Throws where V8 forbids it: without a collection nothing can be counted as gone. */
function insistOn(collect: Collect): () => void {
  return () => {
    if (collect() === null) throw new Error('V8 gives no way to collect')
  }
}

type StackHandlers = Pick<
  CommandHandlers,
  'resource-stacks-start' | 'resource-stacks-read' | 'resource-stacks-stop'
>

function createStackCommands(collect: () => void): {
  readonly handlers: StackHandlers
  readonly restore: () => void
} {
  let running: ResourceStacks | null = null
  const current = (): ResourceStacks => {
    if (running === null) throw new Error('no resource stacks are being taken')
    return running
  }
  return {
    handlers: {
      'resource-stacks-start': (options) => {
        if (running !== null) throw new Error('resource stacks are being taken')
        running = startResourceStacks(options)
        return {}
      },
      'resource-stacks-read': () => {
        const stacks = current()
        collect()
        return stacks.read()
      },
      'resource-stacks-stop': () => {
        const stacks = current()
        running = null
        const { read } = stacks
        stacks.stop()
        collect()
        return read()
      },
    },
    restore: () => {
      running?.stop()
      running = null
    },
  }
}
