// Objects that the program declared over and something still holds, as a finding of the report.

import type { Detail, Finding } from '../../protocol/index.ts'
import { holderPhrase } from '../causes/cause-rule.ts'
import { finding } from '../finding.ts'
import type { FindingParts } from '../finding.ts'
import { holderOf } from '../holder.ts'
import type { OverdueLead } from '../lead/lead.ts'
import { objectsText, quoted } from './overdue-entry.ts'

/** Cost: as `finding`. The developer's words are quoted as they were given; every surface escapes them. */
export function overdueFinding(parts: FindingParts, overdue: OverdueLead): Finding {
  const made = finding(parts)
  const { reference } = overdue
  const held = heldBy(overdue, made)
  return {
    ...made,
    title: titleOf(overdue, held),
    holder:
      reference === null
        ? made.holder
        : holderOf({ ...overdue.lead, holder: reference }, parts.lookup),
    advice: reference === null ? made.advice : { ...made.advice, text: letGo(overdue, held) },
    falsifiers: [
      'They are gone at a later look: then something only ended late, and { within } should allow for it.',
      `${held} keeps them on purpose, as a pool does: then cancel() takes the declaration back.`,
    ],
    details: [...declared(overdue), ...made.details],
  }
}

function titleOf(overdue: OverdueLead, held: string): string {
  return `${objectsText(overdue)} declared over${quoted(overdue.whys)} and still held by ${held}`
}

/** What holds them, in the words of the cause where Node's own tables stand between. */
function heldBy({ lead, reference }: OverdueLead, { cause, details }: Finding): string {
  const isOne = lead.grownCount === 1
  const detail = (label: string): string | undefined =>
    details.find((one) => one.label === label)?.value
  const emitter = detail('emitter')
  if (cause === 'event-listener' && emitter !== undefined)
    return `${isOne ? 'a listener' : 'listeners'} of ${detail('event') ?? 'an event'} on ${emitter}`
  const target = detail('target')
  if (cause === 'event-target-listener' && target !== undefined)
    return `${isOne ? 'a listener' : 'listeners'} on ${target}`
  if (cause === 'timer' && lead.holder.name.startsWith('timerList'))
    return isOne ? 'a timer that is not cleared' : 'timers that are not cleared'
  if (reference === null) return holderPhrase(lead)
  if (reference.edge === 'context') return `variable ${reference.name}`
  return `property ${reference.name} of ${reference.ownerName}`
}

function letGo({ className }: OverdueLead, held: string): string {
  return (
    `Clear ${held} where the life of the ${className} ends: set it to null or to what comes next, ` +
    'on every way out. Where its owner should have gone as well, follow the path up to what keeps the owner.'
  )
}

function declared({ whys }: OverdueLead): Detail[] {
  return whys.map(({ words, objects }) => ({
    label: 'declared',
    value: `"${words}", ${objects.toLocaleString('en-US')} still held`,
  }))
}
