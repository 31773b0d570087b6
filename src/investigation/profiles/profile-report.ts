// One or two heap profiles as rows by the function that allocates: a profile says who made what is alive, never who holds it.

import type { SourceLookup } from '../../diagnosis/index.ts'
import { PROFILE_SCHEMA, TidemarkError } from '../../protocol/index.ts'
import type { ProfilePlace, ProfileReport, ProfileRow, StackFrame } from '../../protocol/index.ts'
import type { HeapProfile, ProfileSite } from './heap-profile.ts'

export interface ProfileReportInput {
  readonly files: readonly string[]
  /** Oldest first, one or two. */
  readonly profiles: readonly HeapProfile[]
  readonly lookup: SourceLookup
  readonly version: string
}

const MOST_ROWS = 40
/** What is smaller is left out of a list of what is big. */
const SMALLEST_SHARE = 0.002
/** Standard errors within which an estimate lies in 19 of 20 cases. */
const ERRORS = 2

interface Row {
  readonly place: ProfilePlace
  readonly bytes: number[]
  readonly samples: number[]
  /** Square of the standard error, of all profiles together. */
  variance: number
  readonly callers: Map<string, { readonly place: ProfilePlace; bytes: number }>
}

/** Throws `USAGE` for more than two. O(sites × frames), and the source maps of the files that are met. */
export function profileReport(input: ProfileReportInput): ProfileReport {
  const { files, profiles, lookup, version } = input
  if (profiles.length > 2) {
    throw new TidemarkError('USAGE', 'at most two heap profiles can be compared')
  }
  const rows = new Map<string, Row>()
  for (const [at, profile] of profiles.entries()) {
    for (const site of profile.sites) add(rows, site, { at, of: profiles.length, lookup })
  }
  const isNumbered = profiles.every(({ sites }) => sites.every((site) => site.samples > 0))
  const total = profiles.at(-1)?.totalBytes ?? 0
  const least = profiles.length === 1 ? SMALLEST_SHARE * total : 0
  const shown = [...rows.values()]
    .map((row) => finished(row, isNumbered))
    .filter((row) => row.grownBytes > least)
    .sort((a, b) => b.grownBytes - a.grownBytes)
  return {
    schema: PROFILE_SCHEMA,
    version,
    createdAt: new Date().toISOString(),
    files,
    totalBytes: profiles.map((profile) => Math.round(profile.totalBytes)),
    sites: shown.slice(0, MOST_ROWS),
    notes: notesOf(profiles.length, isNumbered, shown.length - MOST_ROWS),
  }
}

interface Where {
  readonly at: number
  readonly of: number
  readonly lookup: SourceLookup
}

function add(rows: Map<string, Row>, site: ProfileSite, { at, of, lookup }: Where): void {
  const { place, calledBy } = placesOf(site.stack, lookup)
  const key = keyOf(place)
  let row = rows.get(key)
  if (row === undefined) {
    const none = Array.from({ length: of }, () => 0)
    row = { place, bytes: [...none], samples: none, variance: 0, callers: new Map() }
    rows.set(key, row)
  }
  row.bytes[at] = (row.bytes[at] ?? 0) + site.bytes
  row.samples[at] = (row.samples[at] ?? 0) + site.samples
  // Samples come by chance, so their number varies by its root.
  if (site.samples > 0) row.variance += site.bytes ** 2 / site.samples
  if (calledBy === null) return
  const known = row.callers.get(keyOf(calledBy))
  if (known !== undefined) known.bytes += site.bytes
  else row.callers.set(keyOf(calledBy), { place: calledBy, bytes: site.bytes })
}

/** The function that allocates: the innermost that is no part of Node, and the program's own that it was called by. */
function placesOf(
  stack: readonly StackFrame[],
  lookup: SourceLookup,
): { place: ProfilePlace; calledBy: ProfilePlace | null } {
  let place: ProfilePlace | null = null
  for (const frame of stack) {
    if (frame.url === '' || frame.url.startsWith('node:')) continue
    const here = placeOf(frame, lookup)
    if (place === null) {
      if (here.package === null) return { place: here, calledBy: null }
      place = here
    } else if (here.package === null && here.source !== null) return { place, calledBy: here }
  }
  return { place: place ?? innermost(stack), calledBy: null }
}

function placeOf(frame: StackFrame, lookup: SourceLookup): ProfilePlace {
  const name = frame.function === '' ? '(anonymous)' : frame.function
  const placed = lookup.place({ script: frame.url, line: frame.line, column: frame.column })
  if (placed !== null) {
    return { function: name, source: placed.source, package: placed.package }
  }
  const source =
    frame.url === '' ? null : { file: frame.url, line: frame.line, column: frame.column }
  return { function: name, source, package: null }
}

function innermost(stack: readonly StackFrame[]): ProfilePlace {
  const [frame] = stack
  const name = frame === undefined || frame.function === '' ? '(V8)' : frame.function
  const isPlaced = frame !== undefined && frame.url !== ''
  const source = isPlaced ? { file: frame.url, line: frame.line, column: frame.column } : null
  return { function: name, source, package: null }
}

function keyOf({ function: name, source }: ProfilePlace): string {
  return source === null ? name : `${source.file}:${source.line}:${source.column} ${name}`
}

function finished(row: Row, isNumbered: boolean): ProfileRow {
  const bytes = row.bytes.map(Math.round)
  const [most] = [...row.callers.values()].sort((a, b) => b.bytes - a.bytes)
  const first = bytes.length > 1 ? (bytes[0] ?? 0) : 0
  return {
    ...row.place,
    calledBy: most?.place ?? null,
    bytes,
    samples: row.samples,
    grownBytes: (bytes.at(-1) ?? 0) - first,
    plusMinusBytes: isNumbered ? Math.round(ERRORS * Math.sqrt(row.variance)) : null,
  }
}

function notesOf(profiles: number, isNumbered: boolean, more: number): string[] {
  return [
    profiles === 1
      ? 'One profile shows who allocated what is alive, not what grows. Give a second one from later under the same load.'
      : 'What grew between two profiles may still be a cache that fills: a profile has no trend.',
    'A profile knows who allocated memory, not who holds it: heap snapshots of the same process name that.',
    ...(isNumbered
      ? []
      : ['The profile does not list its samples: how sure the figures are is not known.']),
    ...(more > 0 ? [`${more} smaller sites are left out.`] : []),
  ]
}
