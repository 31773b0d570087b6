// The report's first sentence and its verdict over all isolates.

import type { BoundedGrowth, Finding, IsolateReport, Verdict } from '../protocol/index.ts'

const WORST_FIRST: readonly Verdict[] = ['leaking', 'suspect', 'inconclusive', 'bounded', 'stable']

/** The worst verdict of the isolates; `inconclusive` where there are none. */
export function overallVerdict(isolates: readonly { readonly verdict: Verdict }[]): Verdict {
  return (
    WORST_FIRST.find((verdict) => isolates.some((isolate) => isolate.verdict === verdict)) ??
    'inconclusive'
  )
}

/** Findings with the same fingerprint in several isolates become one; what is confirmed comes first, else the order is kept. */
export function mergedFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>()
  for (const finding of findings) {
    const known = merged.get(finding.fingerprint)
    if (known === undefined) merged.set(finding.fingerprint, finding)
    else if (known.isolate !== finding.isolate) {
      merged.set(finding.fingerprint, { ...known, alsoIn: [...known.alsoIn, finding.isolate] })
    }
  }
  return [...merged.values()].sort((a, b) => rank(a) - rank(b))
}

function rank(finding: Finding): number {
  return finding.status === 'confirmed' ? 0 : 1
}

/** One sentence for people in a hurry. */
export function summarySentence(parts: {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly bounded: readonly BoundedGrowth[]
  readonly isolates: readonly IsolateReport[]
}): string {
  const { verdict, findings, isolates } = parts
  const first = findings[0]
  if (first !== undefined && verdict === 'leaking')
    return `Leaks${rateWords(first)}: ${first.title}.`
  if (first !== undefined && verdict === 'suspect') return `Suspect: ${first.title}.`
  const worst = isolates.find((isolate) => isolate.verdict === verdict)
  const says = worst === undefined ? 'nothing was measured' : worst.says.replace(/\.$/, '')
  if (verdict === 'stable') return `Does not leak: ${says}.`
  if (verdict === 'bounded') return `Grows, but levels off: ${says}.`
  if (verdict === 'suspect') return `Suspect: ${says}.`
  return says.startsWith('Not enough') ? `${says}.` : `Not enough evidence: ${says}.`
}

/** ` 9.8 kB per HTTP request`; nothing where the work was not counted. */
function rateWords({ rate }: Finding): string {
  if (rate.operation === 'round' || rate.bytesPerOperation <= 0) return ''
  const per = rate.operation === 'http request' ? 'HTTP request' : rate.operation
  return ` ${sizeText(rate.bytesPerOperation)} per ${per}`
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
