// Samplers: readings by one that lives on, and many that are made and stopped.

import { createSampler } from '../../../dist/agent/sample.cjs'

const BATCH = 100

/** @returns {import('../program.mjs').Part} */
export function samplingPart() {
  const sampler = createSampler(() => [])
  return {
    name: 'sampler',
    run: () => {
      for (let step = 0; step < BATCH; step++) sampler.read('interval', 0)
      for (let step = 0; step < BATCH; step++) createSampler(() => []).stop()
      return 2 * BATCH
    },
    end: () => {
      sampler.stop()
      return {}
    },
  }
}
