// How a program died of memory, in phrases that every format lays out.

import type { Death, Report } from '../../protocol/index.ts'
import { bytesText, percentText, signedBytesText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { positionWords } from './finding-words.ts'

const MOST_DEATHS = 4

/** The deaths that are told in full: a cluster may lose a process every minute. */
export function deathsShown(report: Report): readonly Death[] {
  return (report.deaths ?? []).slice(-MOST_DEATHS)
}

/** `87% openSession, src/session/store.ts:12:3`, most first. */
export function filledByWords(death: Death): string[] {
  return death.filledBy.map((site) => {
    const from = site.package === null ? '' : ` (${visibleName(site.package)})`
    const share = site.share === null ? '' : `${percentText(site.share)} `
    return `${share}${visibleName(site.function)}${from}, ${positionWords(site)}`
  })
}

/** `variable sessions (Map) in store.ts, src/session/store.ts:5:7, +45.2 MB`, most first. */
export function heldByWords(death: Death): string[] {
  return death.heldBy.map(({ description, source, bytes, isGrowth }) => {
    const at = source === null ? '' : `, ${positionWords(source)}`
    const amount = isGrowth
      ? `${signedBytesText(bytes)} between the snapshots`
      : `${bytesText(bytes)} in the only snapshot`
    return `${visibleText(description)}${at}, ${amount}`
  })
}
