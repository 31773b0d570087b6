// The report as JSON: the contract itself, in a stable order, readable by people and line-based tools.

import type { DiffReport, ProfileReport, Report } from '../protocol/index.ts'

// The order of the contract. Keys that are not named here (heap spaces, resources) follow in alphabetical order.
const KEY_ORDER: readonly string[] = `
  schema version createdAt partial target verdict verdictAtMs summary
  fingerprint status cause where isolate alsoIn id kind command pid threadId
  runtime role entry supports title description name says
  series shape by edge to because function className package file line column
  objects shallowBytes retainedBytes exclusiveBytes composition bytes atMs pauseMs
  bytesPerOperation bytesPerHour lowBytesPerHour highBytesPerHour objectsPerOperation operation
  limitReachedInMs eValue alpha warmUpEndsAtMs points ceilingBytes needs minutes collections
  durationMs exit code signal grows rate holder path faultyStep addedBy
  evidence advice falsifiers known details removers whatIf label value does ran versions
  fixedIn url freedBytes freedObjects source share excerpt repeats foldedSteps
  text docs marked trend memory resources grew first last
  isolates findings bounded notes intrusion falseDiscoveryRate
`
  .trim()
  .split(/\s+/)

const RANK: ReadonlyMap<string, number> = new Map(KEY_ORDER.map((key, index) => [key, index]))

// What JSON may hold raw although a terminal obeys it or an editor hides it: DEL, C1 controls, bidi, line separators.
const UNSAFE = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu

/** Pretty JSON with a newline at its end; equal reports give equal bytes. Columns of numbers stay on one line. */
export function json(report: Report | ProfileReport | DiffReport): string {
  return `${valueText(report, '')}\n`
}

function valueText(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return scalarText(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    if (items.every((item) => typeof item === 'number' || item === null))
      return `[${items.map(scalarText).join(', ')}]`
    const rows = items.map((item) => `${inner}${valueText(item, inner)}`)
    return `[\n${rows.join(',\n')}\n${indent}]`
  }
  const rows = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => keyOrder(left, right))
    .map(([key, member]) => `${inner}${scalarText(key)}: ${valueText(member, inner)}`)
  return rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n${indent}}`
}

function scalarText(value: unknown): string {
  const raw = JSON.stringify(value) ?? 'null'
  return raw.replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
    }).join(''),
  )
}

function keyOrder(left: string, right: string): number {
  const byRank = (RANK.get(left) ?? KEY_ORDER.length) - (RANK.get(right) ?? KEY_ORDER.length)
  if (byRank !== 0) return byRank
  return left < right ? -1 : left > right ? 1 : 0
}
