// What the reader should do next: one or two sentences that follow from the verdict, with the command where there is one.

import type { Death, Finding, Report } from '../../protocol/index.ts'
import { commandWords } from './target-words.ts'
import { needsWords } from './trend-words.ts'
import { positionWords } from './finding-words.ts'
import { visibleName } from '../escape/visible-text.ts'

export interface NextStep {
  readonly text: string
  /** A command to type; `null` where the step is none. */
  readonly command: string | null
}

/** Steps in the order in which to take them. */
export function nextSteps(report: Report): NextStep[] {
  const death = report.deaths?.at(-1)
  if (death === undefined || report.verdict === 'leaking') return stepsOfVerdict(report)
  const rest = stepsOfVerdict(report).filter((step) => step.command === null)
  return [{ text: roomWords(death), command: null }, ...(report.verdict === 'suspect' ? rest : [])]
}

/** A program that has no memory left cannot be watched for longer. */
function roomWords({ kind, limitBytes }: Death): string {
  const tells = 'a leak goes on to grow, a need for memory levels off.'
  const double = limitBytes === null ? null : Math.ceil((2 * limitBytes) / 1024 ** 2)
  if (kind === 'heap-limit' && double !== null) {
    return `Run it again with a higher limit, as with --max-old-space-size=${String(double)}: ${tells}`
  }
  if (kind === 'worker-heap-limit' && double !== null) {
    return `Run it again with resourceLimits: { maxOldGenerationSizeMb: ${String(double)} } for the worker: ${tells}`
  }
  return `Run it again with more memory: ${tells}`
}

function stepsOfVerdict(report: Report): NextStep[] {
  if (report.target.kind === 'recording' && report.verdict === 'suspect')
    return [attachStep(report)]
  switch (report.verdict) {
    case 'leaking':
      return fixSteps(report)
    case 'suspect':
      return [
        watchLonger(report, 'Watch for longer, to get a second witness'),
        ...fixSteps(report).slice(0, 1),
      ]
    case 'inconclusive':
      return [watchLonger(report, 'Watch for longer, under load')]
    case 'bounded':
      return [
        {
          text: 'Nothing to fix, if the ceiling fits into the memory that the program is given.',
          command: null,
        },
      ]
    default:
      return [{ text: 'Nothing to do.', command: null }]
  }
}

/** A recording knows that it grows; what holds it, only the live process or another run can tell. */
function attachStep({ target, isolates }: Report): NextStep {
  const pid = isolates.find((isolate) => isolate.verdict === 'suspect')?.pid ?? target.pid
  if (pid === null || (pid === target.pid && target.exit !== null)) {
    const text = 'Run it under the same load with tidemark run: it names what holds the memory.'
    return { text, command: null }
  }
  return {
    text: 'Look closer at the running program: that names what holds the memory.',
    command: `tidemark attach ${String(pid)}`,
  }
}

function fixSteps(report: Report): NextStep[] {
  const first = report.findings[0]
  if (first === undefined)
    return [watchLonger(report, 'Watch for longer, to find what holds the memory')]
  const fingerprint = visibleName(first.fingerprint)
  return [
    { text: fixWords(first), command: null },
    { text: `Run the same again: ${fingerprint} must be gone.`, command: runCommand(report, null) },
  ]
}

/** Where to begin: nobody edits an installed package, so there it is the program's own call into it. */
function fixWords({ holder, addedBy }: Finding): string {
  const own = addedBy.find((site) => site.package === null)
  if (holder.package !== null && own !== undefined) {
    const held = visibleName(holder.package)
    return `Start with your use of ${held}, at ${positionWords(own)}: ${held} holds the memory; advice is with the finding.`
  }
  const source = holder.source ?? addedBy[0] ?? null
  const at = source === null ? '' : ` at ${positionWords(source)}`
  return `Cut the reference that holds the memory${at}; advice is with the finding.`
}

function watchLonger(report: Report, text: string): NextStep {
  const needing = report.isolates.find((isolate) => (isolate.trend?.needs ?? null) !== null)
  const needs = needsWords(needing?.trend ?? null)
  const minutes = Math.ceil(needing?.trend?.needs?.minutes ?? 0)
  const watched = Math.ceil(report.target.durationMs / 60_000)
  const longer = needs === null ? `${text}.` : `${text}: ${needs}.`
  return {
    text: longer,
    command: runCommand(report, `${String(Math.max(minutes + watched, watched * 3))}m`),
  }
}

function runCommand(report: Report, duration: string | null): string | null {
  if (report.target.kind !== 'node' || report.target.command.length === 0) return null
  const { exit, pid } = report.target
  // A program that runs on can be watched further as it is.
  if (exit === null && pid !== null && duration !== null) {
    return `tidemark attach ${String(pid)} --duration ${duration}`
  }
  const option = duration === null ? '' : `--duration ${duration} `
  return `tidemark run ${option}-- ${commandWords(report.target)}`
}
