// The holder in words and places: which variable or property it is, of what, and where that is written.

import type { Holder } from '../protocol/index.ts'
import type { PlacedPosition, SourceLookup } from './evidence.ts'
import type { Lead } from './lead/lead.ts'
import { localWords, withLocalName } from './local-variable.ts'

/** Describes the holder; its position is the declaration where the text shows one, else its owner's. */
export function holderOf(lead: Pick<Lead, 'holder'>, lookup: SourceLookup): Holder {
  const holder = withLocalName(lead.holder, lookup)
  const script = holder.position?.script ?? null
  const declared =
    script === null || !isIdentifier(holder.name) ? null : lookup.declaration(script, holder.name)
  const placed = declared ?? (holder.position === null ? null : lookup.place(holder.position))
  return {
    description: describe(holder, placed),
    name: holder.name,
    className: holder.namedClass,
    package: placed?.package ?? null,
    source: placed?.source ?? null,
    excerpt: placed?.excerpt ?? [],
  }
}

function describe(holder: Lead['holder'], placed: PlacedPosition | null): string {
  // The engine's handles have no name of their own, only that of what is open.
  if (holder.nodeType === 'synthetic' && isIdentifier(holder.name))
    return `Node.js itself, as long as each ${holder.name} is open`
  const file = placed === null ? '' : ` in ${placed.source.file}`
  if (holder.edge === 'context') return `variable ${holder.name} (${holder.namedClass})${file}`
  if (holder.edge === 'property') {
    return `property ${holder.name} (${holder.namedClass}) of ${holder.ownerName}${file}`
  }
  const local = localWords(holder)
  if (local !== null) return `${local} (${holder.namedClass})`
  if (holder.edge === 'element')
    return `an element (${holder.className}) of ${holder.ownerName}${file}`
  return `${holder.className} reached through ${holder.name || holder.edge}${file}`
}

function isIdentifier(name: string): boolean {
  return /^#?[A-Za-z_$][\w$]*$/.test(name)
}
