// The agent's commands, one after another: those that can be given again and again without a snapshot before them.

import { watchCollections } from '../../../dist/agent/collection.cjs'
import { createCommands } from '../../../dist/agent/commands.cjs'
import { createSampler } from '../../../dist/agent/sample.cjs'

/**
 * Tidemark, which watches this program, may sample just now: V8 has one such profiler, and it is left alone.
 *
 * @param {import('../../../dist/agent/commands.cjs').Commands['handlers']} handlers
 */
async function sampled(handlers) {
  try {
    await handlers['sampling-start']({ intervalBytes: 32_768 })
    await handlers['sampling-read']({})
    await handlers['sampling-stop']({})
  } catch (error) {
    if (!String(error).includes('another profiler')) throw error
  }
}

/** @returns {import('../program.mjs').Part} */
export function commandingPart() {
  const sampler = createSampler(() => [])
  const collections = watchCollections(() => undefined)
  let sent = 0
  const { handlers } = createCommands({ sampler, collections, sendSample: () => sent++ })
  return {
    name: 'commands',
    run: async () => {
      await handlers['source-maps']({ urls: [import.meta.url] })
      await sampled(handlers)
      await handlers['resource-stacks-start']({ types: ['Timeout'], everyNth: 1, maximum: 100 })
      for (let step = 0; step < 20; step++) clearTimeout(setTimeout(() => undefined, 1000))
      await handlers['resource-stacks-stop']({})
      await handlers['buffer-census']({})
      await handlers['function-runs']({ urls: [import.meta.url] })
      await handlers.gc({ maxWaitMs: 0 })
      return 9
    },
    end: () => {
      collections.stop()
      sampler.stop()
      return { sent }
    },
  }
}
