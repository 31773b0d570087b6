// Recognises known leaks: the package and its version come from where the code on the path was written.

import type { AllocationSite, Cause, KnownCase } from '../../protocol/index.ts'
import type { SourceLookup } from '../evidence.ts'
import type { Lead } from '../lead/lead.ts'
import type { KnownLeak, LeakSigns } from './known-leak.ts'
import { KNOWN_LEAKS } from './leaks/index.ts'
import { isInRange } from './version-range.ts'

export interface KnownParts {
  readonly lead: Lead
  readonly cause: Cause
  readonly lookup: SourceLookup
  readonly addedBy: readonly AllocationSite[]
}

interface PackageFile {
  readonly package: string
  readonly version: string
  readonly file: string
}

/** Of the adding sites, those that may name a package. */
const TELLING_SITES = 4

/** The first rule whose package, version and signs all fit; `null` where there is none. O(rules + path). */
export function knownLeak(
  parts: KnownParts,
  rules: readonly KnownLeak[] = KNOWN_LEAKS,
): KnownCase | null {
  const files = packageFiles(parts)
  if (files.length === 0) return null
  const names = namesOf(parts)
  const rule = rules.find((one) => {
    const own = files.filter(
      (file) => file.package === one.package && isInRange(file.version, one.versions),
    )
    return own.length > 0 && showsSigns(one.signs, { names, cause: parts.cause, files: own })
  })
  if (rule === undefined) return null
  const { package: name, versions, fixedIn, url, says } = rule
  return { kind: 'leak', package: name, versions, fixedIn, url, says }
}

function packageFiles({ lead, lookup, addedBy }: KnownParts): PackageFile[] {
  const positions = [
    lead.holder.position,
    lead.grownPosition,
    ...lead.steps.map((step) => step.position),
    ...lead.composition.map((row) => row.position),
  ]
  const placed = positions.map((position) => (position === null ? null : lookup.place(position)))
  return [
    ...placed.map((one) => packageFile(one?.package ?? null, one?.source.file ?? '')),
    ...addedBy.slice(0, TELLING_SITES).map((site) => packageFile(site.package, site.file)),
  ].filter((file) => file !== null)
}

function packageFile(name: string | null, file: string): PackageFile | null {
  const at = name?.lastIndexOf('@') ?? -1
  if (name === null || at <= 0) return null
  return { package: name.slice(0, at), version: name.slice(at + 1), file }
}

function namesOf({ lead, addedBy }: KnownParts): ReadonlySet<string> {
  const texts = [
    lead.holder.name,
    lead.holder.className,
    lead.holder.namedClass,
    lead.holder.ownerName,
    lead.grownClass,
    ...lead.steps.flatMap((step) => [step.name, step.to]),
    ...lead.composition.map((row) => row.className),
    ...addedBy.slice(0, TELLING_SITES).map((site) => site.function),
  ]
  return new Set(texts.flatMap((text) => [text, ...text.split(/[^\w$#]+/)]))
}

function showsSigns(
  signs: LeakSigns,
  seen: { names: ReadonlySet<string>; cause: Cause; files: readonly PackageFile[] },
): boolean {
  const { names, files, causes } = signs
  if (causes !== undefined && !causes.includes(seen.cause)) return false
  if (names !== undefined && !names.some((name) => seen.names.has(name))) return false
  if (files !== undefined && !seen.files.some(({ file }) => files.test(file))) return false
  return names !== undefined || files !== undefined
}
