// Other layers and what starts threads, loaded by the first call that needs them: a program that only watches objects loads none of them.

import { createRequire } from 'node:module'
import type * as agent from '../agent/index.ts'
import type * as series from '../series/index.ts'
import type * as readBoth from './diff/read-both.ts'

const load: (id: string) => unknown = createRequire(import.meta.url)

/** The agent's functions; nothing of it starts. */
export function agentLayer(): typeof agent {
  return load('../agent/index.js') as typeof agent
}

/** What judges a series of readings. */
export function seriesLayer(): typeof series {
  return load('../series/index.js') as typeof series
}

/** What reads the snapshots of a HeapDiff. */
export function diffReader(): typeof readBoth {
  return load('./diff/read-both.js') as typeof readBoth
}
