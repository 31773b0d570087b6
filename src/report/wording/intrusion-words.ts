// What watching cost the program, in sentences: nobody should have to guess whether the tool itself was the load.

import type { Intrusion, Report } from '../../protocol/index.ts'
import { bytesText, countText, durationText, percentText, plural } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'

const MOST_SNAPSHOTS = 12
const MOST_DECISIONS = 12

/** Milliseconds that the program stood still for the tool: asked-for collections, snapshots, and objects looked up. */
export function standstillMs(intrusion: Intrusion): number {
  return intrusion.snapshots.reduce(
    (sum, snapshot) => sum + snapshot.pauseMs,
    intrusion.collectionPauseMs + intrusion.lookupPauseMs,
  )
}

/** One sentence in sum, then one for each kind of intrusion. */
export function intrusionSentences(report: Report): string[] {
  const { intrusion } = report
  if (intrusion === null) return []
  const sentences = [totalSentence(intrusion, report.target.durationMs)]
  if (intrusion.collections > 0) {
    const pauses = `${durationText(intrusion.collectionPauseMs)} in all, ${durationText(intrusion.longestCollectionMs)} the longest`
    sentences.push(`${plural(intrusion.collections, 'collection')} asked for: ${pauses}.`)
  }
  for (const snapshot of intrusion.snapshots.slice(0, MOST_SNAPSHOTS)) {
    const size = `${bytesText(snapshot.bytes)} written`
    const by = snapshot.way === 'fork' ? ' by a forked copy' : ''
    sentences.push(
      `Snapshot of ${visibleName(snapshot.isolate)} at ${durationText(snapshot.atMs)}${by}: stood still for ${durationText(snapshot.pauseMs)}, ${size}.`,
    )
  }
  const more = intrusion.snapshots.length - MOST_SNAPSHOTS
  if (more > 0) sentences.push(`${countText(more)} more snapshots.`)
  for (const { isolate, atMs, says } of intrusion.decisions.slice(0, MOST_DECISIONS)) {
    if (says === null) continue
    sentences.push(
      `A snapshot of ${visibleName(isolate)} was wanted at ${durationText(atMs)} and not taken: ${visibleText(says)}.`,
    )
  }
  if (intrusion.samplingMs > 0) {
    const every = `one allocation in about ${bytesText(intrusion.samplingIntervalBytes)}`
    sentences.push(`Allocations sampled for ${durationText(intrusion.samplingMs)}: ${every}.`)
  }
  if (intrusion.lookupPauseMs > 0) {
    sentences.push(
      `Single objects looked up in the live heap: stood still for ${durationText(intrusion.lookupPauseMs)}.`,
    )
  }
  if (intrusion.resourceStacks !== null) {
    const { types, looked, costMs } = intrusion.resourceStacks
    const names = types.map(visibleName).join(', ')
    sentences.push(
      `Creation of ${names} watched for some seconds: ${plural(looked, 'stack')} taken, in ${durationText(costMs)}.`,
    )
  }
  return sentences
}

function totalSentence(intrusion: Intrusion, durationMs: number): string {
  const total = standstillMs(intrusion)
  if (total === 0) return 'The program never stood still for it.'
  const share = durationMs > 0 ? `, ${percentText(total / durationMs)} of the time` : ''
  const budget =
    intrusion.budgetShare > 0
      ? `; the budget is ${durationText(intrusion.budgetAllowanceMs)} and ${percentText(intrusion.budgetShare)} of the time`
      : ''
  return `The program stood still for ${durationText(total)}${share}${budget}.`
}
