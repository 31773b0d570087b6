// A trend without a snapshot has no path to show. Where allocations were sampled, what they left alive says at least who
// allocates what stays.

import type { Finding } from '../protocol/index.ts'
import { survivingSites } from './allocation-sites.ts'
import type { IsolateEvidence, SourceLookup } from './evidence.ts'
import { namesFingerprint } from './fingerprint.ts'
import { trendGrows } from './verdict/witnesses.ts'

const NOWHERE: ReadonlySet<string> = new Set()

/** A suspicion for a floor that grows; `null` where it does not, or no sampled site lies in a file. */
export function sampledFinding(evidence: IsolateEvidence, lookup: SourceLookup): Finding | null {
  const trend = evidence.floor
  const addedBy = survivingSites(NOWHERE, evidence.sites, lookup)
  const first = addedBy[0]
  if (!trendGrows(trend) || first === undefined) return null
  const file = first.file.split(/[/\\]/).at(-1) ?? ''
  const isNamed = first.function !== '(anonymous)'
  const liveBytes = evidence.sites.reduce((sum, site) => sum + site.liveBytes, 0)
  const perHour = trend.slopePerHour.value
  const room = evidence.heapLimitBytes - evidence.floorBytes
  return {
    fingerprint: namesFingerprint(['sampled', first.function, file]),
    status: 'suspect',
    cause: 'unknown',
    where: 'heap',
    isolate: evidence.isolate,
    alsoIn: [],
    title: `Memory that ${isNamed ? first.function : `a function of ${file}`} allocates stays`,
    grows: {
      className: 'sampled allocations',
      objects: evidence.sites.reduce((sum, site) => sum + site.liveSamples, 0),
      shallowBytes: Math.round(liveBytes),
      retainedBytes: 0,
      exclusiveBytes: 0,
      composition: [],
    },
    rate: {
      bytesPerHour: perHour,
      bytesPerOperation: trend.slopePerWork.value,
      objectsPerOperation: 0,
      operation: evidence.operation,
      limitReachedInMs: perHour > 0 && room > 0 ? (room / perHour) * 3_600_000 : null,
    },
    holder: {
      description: 'not known without snapshots: who allocates what stays is not who holds it',
      name: '',
      className: '',
      package: first.package,
      source: null,
      excerpt: [],
    },
    path: [],
    faultyStep: null,
    addedBy,
    evidence: [{ kind: 'trend', supports: true, says: trend.says.replace(/\.$/, '') }],
    advice: {
      text: 'Look closer at the running program with tidemark attach, or at the same load with tidemark run: both name what holds the memory.',
      docs: 'docs/causes/unknown.md',
    },
    falsifiers: [
      'The floor stops rising under the same load: then a cache or a pool was filling.',
      'What is allocated there lives for minutes by design: then it is young, not leaked.',
    ],
    known: null,
    details: [],
    removers: [],
    whatIf: null,
  }
}
