// The report's first sentence and its verdict over all isolates.

import { deathConclusion } from '../diagnosis/index.ts'
import type { BoundedGrowth, Death, Finding, IsolateReport, Verdict } from '../protocol/index.ts'

const WORST_FIRST: readonly Verdict[] = ['leaking', 'suspect', 'inconclusive', 'bounded', 'stable']

/** What counts of an isolate for the verdict over all. */
export interface IsolateOutcome {
  readonly verdict: Verdict
  readonly role: IsolateReport['role']
  readonly entry: string | null
  /** How long it was watched, ms. */
  readonly livedMs: number
}

/**
 * The worst verdict of the isolates that decide; `inconclusive` where there are none. A process speaks where it accuses:
 * what is not known of the memory outside the isolates takes nothing from what is known of them.
 */
export function overallVerdict(
  isolates: readonly IsolateOutcome[],
  processes: readonly { readonly verdict: Verdict }[] = [],
): Verdict {
  const deciding = isolates.filter((isolate) => !isOutlived(isolate, isolates))
  if (processes.some((one) => one.verdict === 'leaking')) return 'leaking'
  if (
    processes.some((one) => one.verdict === 'suspect') &&
    deciding.every((one) => one.verdict !== 'leaking')
  ) {
    return 'suspect'
  }
  return (
    WORST_FIRST.find((verdict) => deciding.some((isolate) => isolate.verdict === verdict)) ??
    'inconclusive'
  )
}

/** An isolate that was too short to tell, beside one that does the same, lived longer and could be judged. */
function isOutlived(isolate: IsolateOutcome, all: readonly IsolateOutcome[]): boolean {
  if (isolate.verdict !== 'inconclusive') return false
  return all.some(
    (other) =>
      other.verdict !== 'inconclusive' &&
      other.role === isolate.role &&
      other.entry === isolate.entry &&
      other.livedMs > isolate.livedMs,
  )
}

/**
 * Findings with the same fingerprint in several isolates become one, told by the isolate that knows most: a confirmed
 * one before a suspect one, then the fastest growth. What is confirmed comes first, else the order is kept.
 */
export function mergedFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>()
  for (const { fingerprint } of findings) {
    if (merged.has(fingerprint)) continue
    const same = findings.filter((other) => other.fingerprint === fingerprint)
    const [told] = same.toSorted((a, b) => rank(a) - rank(b) || growth(b) - growth(a))
    if (told === undefined) continue
    const alsoIn = new Set(same.map((other) => other.isolate))
    alsoIn.delete(told.isolate)
    merged.set(fingerprint, { ...told, alsoIn: [...alsoIn] })
  }
  return [...merged.values()].sort((a, b) => rank(a) - rank(b))
}
function rank(finding: Finding): number {
  return finding.status === 'confirmed' ? 0 : 1
}

function growth(finding: Finding): number {
  return finding.rate.bytesPerHour
}

interface SummaryParts {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly bounded: readonly BoundedGrowth[]
  readonly isolates: readonly IsolateReport[]
  readonly deaths?: readonly Death[]
}

/** One sentence for people in a hurry; a second one where the program died of memory. */
export function summarySentence(parts: SummaryParts): string {
  const { verdict, isolates, deaths = [] } = parts
  const last = deaths.at(-1)
  if (last === undefined) return verdictSentence(parts)
  const dead = isolates.find((isolate) => isolate.id === last.isolate)
  const ending = `${deathConclusion(last, dead)}.`
  // That more time is needed is no help with a program that has none.
  return verdict === 'inconclusive' ? ending : `${verdictSentence(parts)} ${ending}`
}

function verdictSentence({ verdict, findings, isolates }: SummaryParts): string {
  const first = findings[0]
  if (first !== undefined && verdict === 'leaking')
    return `Leaks${rateWords(first)}: ${first.title}.`
  if (first !== undefined && verdict === 'suspect') return `Suspect: ${first.title}.`
  const worst = isolates.find((isolate) => isolate.verdict === verdict)
  const says = worst === undefined ? 'nothing was measured' : worst.says.replace(/\.$/, '')
  if (verdict === 'stable') return `Does not leak: ${says}.`
  if (verdict === 'bounded') return `Grows, but has an end: ${says}.`
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
