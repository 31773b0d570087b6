// Findings for sample reports: one of each shape that the drawings must cope with.

import type { AllocationSite, Finding, PathStep, SourceLine } from '../../src/protocol/index.ts'

/** A step with the usual defaults. */
export function step(
  edge: PathStep['edge'],
  name: string,
  to: string,
  rest: Partial<PathStep> = {},
): PathStep {
  return {
    edge,
    name,
    to,
    status: 'unknown',
    because: null,
    source: null,
    repeats: 1,
    foldedSteps: 1,
    ...rest,
  }
}

/** Source lines around `line`, which is marked. */
export function excerpt(
  first: number,
  line: number,
  texts: readonly string[],
): readonly SourceLine[] {
  return texts.map((text, index) => ({ line: first + index, text, marked: first + index === line }))
}

const put: AllocationSite = {
  function: 'put',
  file: 'src/session/store.ts',
  line: 41,
  column: 5,
  package: null,
  share: 0.98,
  excerpt: excerpt(39, 41, [
    'export function put(id: string, request: IncomingMessage): Session {',
    '  const session: Session = { id, request, basket: [], seenAt: Date.now() }',
    '  sessions.set(id, session)',
    '  return session',
    '}',
  ]),
}

/** A module-level Map that is never emptied. */
export const MAP_FINDING: Finding = {
  fingerprint: '7f3c19a2',
  status: 'confirmed',
  cause: 'collection',
  where: 'heap',
  isolate: '4242/0',
  alsoIn: [],
  title: 'Map sessions grows by one entry per request',
  grows: {
    className: 'Session',
    objects: 2_006,
    shallowBytes: 176_528,
    retainedBytes: 77_030_400,
    exclusiveBytes: 62_186_000,
    composition: [
      { className: 'IncomingMessage', objects: 2_006, bytes: 41_323_600 },
      { className: 'Buffer', objects: 2_006, bytes: 16_432_000 },
      { className: 'Session', objects: 2_006, bytes: 3_108_400 },
      { className: '(string)', objects: 6_018, bytes: 1_322_000 },
    ],
  },
  rate: {
    bytesPerHour: 4_546_000_000,
    bytesPerOperation: 38_400,
    objectsPerOperation: 1,
    operation: 'http request',
    limitReachedInMs: 3_240_000,
  },
  holder: {
    description: 'variable sessions of module src/session/store.ts',
    name: 'sessions',
    className: 'Map',
    package: null,
    source: { file: 'src/session/store.ts', line: 12, column: 7 },
    excerpt: excerpt(11, 12, [
      '// One entry per visitor.',
      'const sessions = new Map<string, Session>()',
      'const maximumAgeMs = 30 * 60_000',
    ]),
  },
  path: [
    step('internal', 'module', 'module src/session/store.ts', {
      status: 'expected',
      because: 'module scope lives as long as the process',
    }),
    step('context', 'sessions', 'Map', {
      because: 'grew in 9 of 9 rounds, never shrank after a collection',
      source: { file: 'src/session/store.ts', line: 12, column: 7 },
    }),
    step('element', '[…]', 'Session'),
    step('property', 'request', 'IncomingMessage', {
      status: 'stuck',
      because: 'its response finished 41s ago',
    }),
  ],
  faultyStep: 1,
  addedBy: [put, { ...put, function: 'touch', line: 57, column: 3, share: 0.02, excerpt: [] }],
  evidence: [
    {
      kind: 'trend',
      supports: true,
      says: 'the post-GC floor grows with the requests, e-value 4,812 (bar 20)',
    },
    { kind: 'path-growth', supports: true, says: 'grew in 9 of 9 rounds, by 1.00 per request' },
    {
      kind: 'settle-test',
      supports: true,
      says: '99.6% were still there after 5s of idling and a forced collection',
    },
    { kind: 'survivors', supports: false, says: '2% of the sampled survivors were made elsewhere' },
  ],
  advice: {
    text: 'Delete the entry when the session ends, or bound the Map: keep the newest entries, or drop those older than the longest session. A WeakMap helps only where the key is an object that somebody else owns.',
    docs: 'docs/causes/collection.md',
  },
  falsifiers: [
    'A drop of the floor after sessions end: the program was watched for 1m 1s, and no code was seen that removes entries.',
    'A cap on entries that was not reached: none of 2,006 entries was ever removed.',
  ],
  known: null,
  details: [],
  removers: [
    {
      function: 'close',
      does: 'deletes',
      file: 'src/session/store.ts',
      line: 71,
      column: 3,
      package: null,
      ran: false,
    },
  ],
  whatIf: { freedBytes: 76_214_000, freedObjects: 24_072, share: 0.974 },
}

/** Listeners that pile up on a long-lived emitter; known in a package. */
export const LISTENER_FINDING: Finding = {
  ...MAP_FINDING,
  fingerprint: 'b01d4e77',
  cause: 'event-listener',
  title: 'Listeners for "drain" pile up on Pool',
  alsoIn: ['4242/1', '4242/2'],
  grows: {
    className: 'closure onDrain',
    objects: 812,
    shallowBytes: 51_968,
    retainedBytes: 2_192_400,
    exclusiveBytes: 2_192_400,
    composition: [],
  },
  rate: {
    ...MAP_FINDING.rate,
    bytesPerOperation: 1_090,
    bytesPerHour: 129_000_000,
    objectsPerOperation: 0.405,
    limitReachedInMs: null,
  },
  holder: {
    description: 'listeners of Pool made at node_modules/undici/lib/pool.js',
    name: 'drain',
    className: 'Array',
    package: 'undici@5.28.2',
    source: { file: 'node_modules/undici/lib/pool.js', line: 61, column: 10 },
    excerpt: [],
  },
  path: [
    step('internal', 'module', 'module src/upstream.ts', {
      status: 'expected',
      because: 'module scope',
    }),
    step('context', 'pool', 'Pool', { status: 'expected', because: 'in use: 4 open sockets' }),
    step('property', '_events', 'Object', { status: 'expected' }),
    step('property', 'drain', 'Array (listeners of "drain")'),
    step('element', '[…]', 'closure onDrain', { status: 'stuck', because: 'its request is done' }),
  ],
  faultyStep: 3,
  addedBy: [
    {
      ...put,
      function: 'forward',
      file: 'src/upstream.ts',
      line: 23,
      column: 8,
      share: 1,
      excerpt: excerpt(22, 23, [
        '  return new Promise((resolve) => {',
        "    pool.on('drain', function onDrain() {",
        '      resolve(send(request))',
      ]),
    },
  ],
  evidence: MAP_FINDING.evidence.slice(0, 2),
  advice: {
    text: 'Use once instead of on, or remove the listener when the request is done; pass { signal } to have it removed for you.',
    docs: 'docs/causes/event-listener.md',
  },
  falsifiers: ['Listeners that go away when the pool closes.'],
  known: {
    kind: 'leak',
    package: 'undici',
    versions: '<5.28.4',
    says: 'abort listeners stay on a shared signal',
    fixedIn: '5.28.4',
    url: 'https://github.com/nodejs/undici/pull/3450',
  },
  details: [
    { label: 'event', value: 'drain' },
    {
      label: 'also held by',
      value: 'variable waiting (Set) in src/upstream.ts, src/upstream.ts:9:7',
    },
    { label: 'removed by', value: 'nothing in src/upstream.ts removes a listener of drain' },
  ],
  removers: [],
  whatIf: { freedBytes: 401_000, freedObjects: 812, share: 0.183 },
}

/** Off-heap growth with one witness and no path. */
export const BUFFER_FINDING: Finding = {
  ...MAP_FINDING,
  fingerprint: '19cc0a5e',
  status: 'suspect',
  cause: 'buffer-slice',
  where: 'off-heap',
  isolate: '4242/1',
  title: 'Small slices keep whole 64 kB buffers alive',
  grows: {
    ...MAP_FINDING.grows,
    className: 'Buffer',
    objects: 311,
    shallowBytes: 29_856,
    retainedBytes: 20_381_000,
    exclusiveBytes: 0,
    composition: [],
  },
  rate: {
    bytesPerHour: 1_200_000_000,
    bytesPerOperation: 333_333,
    objectsPerOperation: 5.1,
    operation: 'second',
    limitReachedInMs: null,
  },
  holder: {
    description: 'not known: no snapshot was taken of this isolate',
    name: '',
    className: '',
    package: null,
    source: null,
    excerpt: [],
  },
  path: [],
  faultyStep: null,
  addedBy: [],
  evidence: [
    { kind: 'trend', supports: true, says: 'external memory grows while the heap does not' },
  ],
  advice: { text: 'Copy what you keep: Buffer.from(slice).', docs: 'docs/causes/buffer-slice.md' },
  falsifiers: ['Two snapshots in which no ArrayBuffer outgrows its slices.'],
  removers: [],
  whatIf: null,
}

/** A list that hangs on itself: 20,001 steps, folded. */
export const RECURSION_FINDING: Finding = {
  ...MAP_FINDING,
  fingerprint: 'e4401b9c',
  cause: 'recursion',
  title: 'Promise chain poll grows by one link per round',
  grows: {
    className: 'Promise',
    objects: 20_001,
    shallowBytes: 800_040,
    retainedBytes: 6_240_312,
    exclusiveBytes: 6_240_312,
    composition: [],
  },
  rate: {
    bytesPerHour: 374_000_000,
    bytesPerOperation: 312,
    objectsPerOperation: 1,
    operation: 'event-loop turn',
    limitReachedInMs: 39_000_000,
  },
  holder: {
    description: 'awaited promise of async function poll',
    name: 'poll',
    className: 'Promise',
    package: null,
    source: { file: 'src/poll.js', line: 8, column: 16 },
    excerpt: [],
  },
  path: [
    step('internal', 'stack', 'async function main', {
      status: 'expected',
      because: 'still running',
    }),
    step('context', 'poll', 'Promise', { source: { file: 'src/poll.js', line: 8, column: 16 } }),
    step('internal', 'reactions', 'PromiseReaction'),
    step('internal', 'promise', 'Promise', { repeats: 20_001, foldedSteps: 2 }),
    step('property', 'value', 'Response', { status: 'stuck', because: 'consumed' }),
  ],
  faultyStep: 1,
  addedBy: [
    {
      ...put,
      function: 'poll',
      file: 'src/poll.js',
      line: 8,
      column: 16,
      share: 1,
      excerpt: excerpt(6, 8, [
        'async function poll() {',
        '\tawait wait(10)',
        '\treturn poll() // each call awaits the next',
        '}',
      ]),
    },
  ],
  evidence: [{ kind: 'reachability', supports: true, says: 'one chain of 20,001 equal links' }],
  advice: {
    text: 'Write the recursion as a loop: for (;;) { await wait(10) }.',
    docs: 'docs/causes/recursion.md',
  },
  falsifiers: ['A recursion that ends.'],
  known: {
    kind: 'retainer',
    package: 'node',
    versions: '*',
    says: 'a timer that has not fired keeps its callback',
    fixedIn: null,
    url: 'https://nodejs.org/api/timers.html',
  },
  removers: [],
  whatIf: { freedBytes: 6_240_312, freedObjects: 40_002, share: 1 },
}
