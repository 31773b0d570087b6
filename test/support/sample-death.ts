// Deaths by memory as real runs give them.

import type { Death } from '../../src/protocol/index.ts'
import { excerpt } from './sample-finding.ts'

export const HEAP_DEATH: Death = {
  kind: 'heap-limit',
  isolate: '4242/0',
  certain: false,
  afterMs: 23_000,
  limitBytes: 134_217_728,
  usedBytes: 131_400_000,
  inOneTurn: false,
  says: "4242/0 reached V8's heap limit of 134.2 MB (128 MiB) after 23.0 s. At the last reading it used 131.4 MB.",
  filledBy: [
    {
      function: 'put',
      file: 'src/session/store.ts',
      line: 41,
      column: 5,
      package: null,
      share: 0.87,
      excerpt: excerpt(40, 41, [
        '  const session = new Session(request)',
        '  sessions.set(id, session)',
      ]),
    },
    {
      function: 'parse',
      file: 'node_modules/qs/lib/parse.js',
      line: 212,
      column: 9,
      package: 'qs@6.11.0',
      share: 0.08,
      excerpt: [],
    },
  ],
  heldBy: [
    {
      description: 'variable sessions (Map) in src/session/store.ts',
      name: 'sessions',
      source: { file: 'src/session/store.ts', line: 12, column: 7 },
      bytes: 41_300_000,
      isGrowth: true,
    },
  ],
}

/** What a program can put into the places of a death that show its names. */
export function hostileDeath(name: string): Death {
  return {
    ...HEAP_DEATH,
    says: name,
    filledBy: HEAP_DEATH.filledBy.map((site) => ({ ...site, function: name, file: name })),
    heldBy: HEAP_DEATH.heldBy.map((held) => ({ ...held, description: name, name })),
  }
}
