// Leads and evidence for tests of the diagnosis: a growing Map in a module, changed where a test needs it.

import { NO_CONTENTS, NO_LIVE_FACTS } from '../../src/diagnosis/index.ts'
import type {
  IsolateEvidence,
  Lead,
  LeadStep,
  SnapshotEvidence,
} from '../../src/diagnosis/index.ts'
import type { Trend } from '../../src/series/index.ts'

export function step(overrides: Partial<LeadStep> = {}): LeadStep {
  return {
    edge: 'property',
    name: 'field',
    to: 'Object',
    status: 'expected',
    because: null,
    nodeType: 'object',
    position: null,
    repeats: 1,
    foldedSteps: 1,
    ...overrides,
  }
}

/** A Map in a variable `sessions` that gained 1,000 sessions a round over three rounds. */
export function lead(overrides: Partial<Lead> = {}): Lead {
  return {
    steps: [
      step({ edge: 'shortcut', name: '', to: 'global' }),
      step({ name: 'put', to: 'closure put', nodeType: 'closure' }),
      step({ edge: 'internal', name: 'context', to: 'scope' }),
      step({ edge: 'context', name: 'sessions', to: 'Map' }),
      step({ edge: 'element', name: '[…]', to: 'Session', status: 'stuck' }),
    ],
    faultyStep: 4,
    holder: {
      objectId: 0,
      name: 'sessions',
      edge: 'context',
      className: 'Map',
      namedClass: 'Map',
      nodeType: 'object',
      ownerName: 'closure put',
      position: { script: '/app/store.js', line: 3, column: 7 },
    },
    grownClass: 'Session',
    grownCount: 3000,
    grownPosition: null,
    exampleIds: [],
    population: amounts(0, 1000, 2000, 3000),
    survivors: { objects: 2000, bytes: 2_000_000 },
    exclusiveBytes: 3_000_000,
    whatIf: null,
    alsoHeldBy: null,
    shareBytes: 3_000_000,
    retainedBytes: 3_100_000,
    composition: [
      { className: 'Session', nodeType: 'object', position: null, objects: 3000, bytes: 3_000_000 },
    ],
    slicedParentBytes: 0,
    backingStoreBytes: 0,
    chainedScopes: false,
    longestFold: 1,
    foldedFunction: null,
    contents: NO_CONTENTS,
    natives: [],
    nativeBeside: null,
    bornIn: [],
    ...overrides,
  }
}

/** A lead whose path ends with these steps, the last but one of which leads to the holder. */
export function held(steps: readonly Partial<LeadStep>[], overrides: Partial<Lead> = {}): Lead {
  const all = steps.map((one) => step(one))
  const holder = all.at(-2)
  return lead({
    steps: all,
    faultyStep: all.length - 1,
    holder: {
      ...lead().holder,
      name: holder?.name ?? '',
      edge: holder?.edge ?? 'property',
      className: holder?.to ?? '',
      namedClass: holder?.to ?? '',
      nodeType: holder?.nodeType ?? 'object',
    },
    grownClass: all.at(-1)?.to ?? '',
    ...overrides,
  })
}

/** One entry a snapshot: that many objects, a kilobyte each. */
export function amounts(...objects: number[]): Lead['population'] {
  return objects.map((count) => ({ objects: count, bytes: 1000 * count }))
}

export function snapshots(overrides: Partial<SnapshotEvidence> = {}): SnapshotEvidence {
  return {
    atMs: [5000, 10_000, 15_000, 20_000],
    work: [500, 1000, 1500, 2000],
    leads: [lead()],
    overdue: [],
    totalBytes: [10e6, 11e6, 12e6, 13e6],
    grew: [],
    queues: [],
    owners: [],
    sameProcess: true,
    ...overrides,
  }
}

/** A trend that grows by a megabyte each five seconds, for sure. */
export function trendOf(overrides: Partial<Trend> = {}): Trend {
  return {
    shape: 'growing',
    eValue: 1000,
    alpha: 0.01,
    points: 30,
    warmUpEndsAtMs: 3000,
    slopePerHour: { value: 720e6, low: 600e6, high: 800e6 },
    slopePerWork: { value: 2000, low: 1800, high: 2200 },
    ceiling: null,
    linearAgainstSaturating: 10,
    stillGrowing: true,
    noiseBytes: 10_000,
    needs: null,
    says: 'grows by 720 MB an hour',
    ...overrides,
  }
}

export function evidence(overrides: Partial<IsolateEvidence> = {}): IsolateEvidence {
  return {
    isolate: '42/0',
    floor: trendOf(),
    external: null,
    operation: 'http request',
    lastAtMs: 25_000,
    floorBytes: 13e6,
    heapLimitBytes: 4e9,
    snapshots: snapshots(),
    sites: [],
    facts: NO_LIVE_FACTS,
    resources: { first: {}, last: {} },
    resourceSites: [],
    settled: {},
    settling: [],
    functionRuns: [],
    starved: false,
    stack: [],
    ...overrides,
  }
}

/** A look-up that knows every position as it is, all in the program's own code. */
export const plainLookup = {
  place: (position: { script: string; line: number; column: number }) => ({
    source: { file: position.script, line: position.line, column: position.column },
    package: position.script.includes('node_modules') ? 'pkg@1.0.0' : null,
    excerpt: [],
  }),
  declaration: () => null,
  statement: () => null,
  search: () => null,
  code: () => null,
}
