// One isolate's part of the report.

import type { IsolateDiagnosis, IsolateEvidence, SourceLookup } from '../diagnosis/index.ts'
import type { GrownClass, IsolateReport, Sample, TrendReport } from '../protocol/index.ts'
import type { Trend } from '../series/index.ts'
import { memoryColumns } from './memory-columns.ts'

export interface IsolateFacts {
  readonly pid: number
  readonly threadId: number
  readonly role: IsolateReport['role']
  readonly entry: string | null
}

export interface IsolateParts {
  readonly facts: IsolateFacts
  readonly evidence: IsolateEvidence
  readonly diagnosis: IsolateDiagnosis
  readonly samples: readonly Sample[]
  readonly lookup: SourceLookup
}

export function isolateReport(parts: IsolateParts): IsolateReport {
  const { facts, evidence, diagnosis, samples, lookup } = parts
  return {
    id: evidence.isolate,
    ...facts,
    verdict: diagnosis.verdict,
    says: diagnosis.says,
    trend: trendReport(evidence),
    memory: memoryColumns(samples),
    resources: { first: evidence.resources.first, last: evidence.resources.last },
    grew: grownClasses(evidence, lookup),
  }
}

function trendReport(evidence: IsolateEvidence): TrendReport | null {
  const { floor, external } = evidence
  if (floor === null) return null
  const outside = floor.shape !== 'growing' && external?.shape === 'growing'
  const judged: Trend = outside && external !== null ? external : floor
  return {
    series: outside ? 'external memory' : 'post-GC floor',
    shape: judged.shape,
    by: evidence.operation,
    bytesPerOperation: judged.slopePerWork.value,
    bytesPerHour: judged.slopePerHour.value,
    lowBytesPerHour: judged.slopePerHour.low,
    highBytesPerHour: judged.slopePerHour.high,
    eValue: judged.eValue,
    alpha: judged.alpha,
    warmUpEndsAtMs: judged.warmUpEndsAtMs,
    points: judged.points,
    ceilingBytes: judged.ceiling?.value ?? null,
    needs:
      judged.needs === null
        ? null
        : { minutes: judged.needs.minutes, collections: judged.needs.points },
    says: judged.says,
  }
}

function grownClasses(evidence: IsolateEvidence, lookup: SourceLookup): GrownClass[] {
  return (evidence.snapshots?.grew ?? []).map(({ position, ...row }) => ({
    ...row,
    source: position === null ? null : (lookup.place(position)?.source ?? null),
  }))
}
