// Overdue objects weighed: the declared end is a witness like another, so that one that stands alone is a suspicion, and
// one beside growth is confirmed.

import type { Evidence } from '../../protocol/index.ts'
import type { IsolateEvidence } from '../evidence.ts'
import { fingerprint } from '../fingerprint.ts'
import type { Lead, OverdueLead, SnapshotEvidence } from '../lead/lead.ts'
import { leadWitnesses } from '../verdict/witnesses.ts'
import type { LeadWitnesses } from '../verdict/witnesses.ts'

/** Words that are quoted; the rest is counted in the details. */
const MOST_QUOTED = 2

/** Everything that speaks for and against one lead of overdue objects. */
export function overdueWitnesses(
  overdue: OverdueLead,
  evidence: IsolateEvidence,
  snapshots: SnapshotEvidence,
): LeadWitnesses {
  const witnesses = leadWitnesses(overdue.lead, evidence, snapshots)
  const { growth } = witnesses
  // Of one snapshot nobody knows whether these objects are what grows.
  const own = witnesses.evidence.filter(({ kind }) => kind !== 'trend' || growth.rounds > 0)
  const isCarried = own.some(({ kind, supports }) => kind === 'trend' && supports)
  const supporting = 1 + (growth.supports ? 1 : 0) + (isCarried && growth.bytes > 0 ? 1 : 0)
  return {
    growth,
    evidence: [endOfLife(overdue), ...own],
    supporting,
    refuted: witnesses.refuted,
    turnsOver: witnesses.turnsOver,
    // The program itself has said that they should be gone.
    unmatched: false,
    isOver: false,
  }
}

/** The witness itself. */
export function endOfLife(overdue: OverdueLead): Evidence {
  const { whys } = overdue
  const says =
    `${objectsText(overdue)} past the end that the program declared${quoted(whys)}, ` +
    'by more than it allows and by two mark-compacts, and still held'
  return { kind: 'end-of-life', supports: true, says }
}

/** `145 Session objects are`, with the verb. */
export function objectsText({ lead, className }: OverdueLead): string {
  const count = lead.grownCount
  if (count === 1) return `${className === '' ? 'an object' : className} is`
  const objects = className === '' ? 'objects' : `${className} objects`
  return `${count.toLocaleString('en-US')} ${objects} are`
}

/** ` ("session closed" and others)`; nothing where the snapshot has no words. */
export function quoted(whys: OverdueLead['whys']): string {
  if (whys.length === 0) return ''
  const shown = whys.slice(0, MOST_QUOTED).map(({ words }) => `"${words}"`)
  const more = whys.length > MOST_QUOTED ? ' and others' : ''
  return ` (${shown.join(', ')}${more})`
}

/** The overdue objects that hang where a lead's growth hangs; `null` where there are none. */
export function overdueOf(lead: Lead, overdue: readonly OverdueLead[]): OverdueLead | null {
  if (overdue.length === 0) return null
  const own = fingerprint(lead)
  const { objectId } = lead.holder
  const found = overdue.find(
    (one) =>
      fingerprint(one.lead) === own || (objectId !== 0 && one.lead.holder.objectId === objectId),
  )
  return found ?? null
}
