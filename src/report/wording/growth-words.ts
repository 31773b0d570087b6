// Classes that grew between the first and the last snapshot, as rows that every format can lay out.

import type { GrownClass } from '../../protocol/index.ts'
import { visibleName } from '../escape/visible-text.ts'
import { positionWords } from './finding-words.ts'

export interface GrowthRow {
  readonly className: string
  /** Where the class is defined; empty where it is not known. */
  readonly source: string
  readonly firstObjects: number
  readonly lastObjects: number
  readonly grownObjects: number
  /** Shallow bytes. */
  readonly grownBytes: number
  readonly lastBytes: number
}

/** The first `limit` classes as rows; classes without counts are left out. */
export function growthRows(grew: readonly GrownClass[], limit: number): GrowthRow[] {
  return grew.slice(0, limit).flatMap((grown) => {
    const firstObjects = grown.objects[0]
    const lastObjects = grown.objects.at(-1)
    if (firstObjects === undefined || lastObjects === undefined) return []
    const lastBytes = grown.shallowBytes.at(-1) ?? 0
    const row: GrowthRow = {
      className: visibleName(grown.className),
      source: grown.source === null ? '' : positionWords(grown.source),
      firstObjects,
      lastObjects,
      grownObjects: lastObjects - firstObjects,
      grownBytes: lastBytes - (grown.shallowBytes[0] ?? 0),
      lastBytes,
    }
    return [row]
  })
}
