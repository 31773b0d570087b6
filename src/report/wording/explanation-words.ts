// What explains a finding beyond its path: what a cut would free, who would take away what piles up, what others know.

import type { Finding, Remover } from '../../protocol/index.ts'
import { bytesText, percentText, plural } from '../../units/index.ts'
import { visibleName, visiblePath, visibleText } from '../escape/visible-text.ts'

/** Below this part of the growth a cut is only half of the fix. */
const FREES_LITTLE = 0.5
const MOST_REMOVERS = 4
const MOST_DETAILS = 8

/** What cutting the faulty reference frees, one sentence each; empty where no cut was tried. */
export function whatIfWords(finding: Finding): string[] {
  const { whatIf } = finding
  if (whatIf === null) return []
  const share = measuresGrowth(finding) ? `, ${percentText(whatIf.share)} of the growth` : ''
  const frees = `cutting it would free ${bytesText(whatIf.freedBytes)} (${plural(whatIf.freedObjects, 'object')})${share}`
  return freesLittle(finding) ? [frees, TWO_PLACES] : [frees]
}

const TWO_PLACES = 'something else holds the rest as well, so the fix has two places'

/** Whether the cut alone would leave most of the growth reachable. */
export function freesLittle(finding: Finding): boolean {
  const { whatIf } = finding
  return whatIf !== null && measuresGrowth(finding) && whatIf.share < FREES_LITTLE
}

/** A single snapshot shows what is big and no growth. */
function measuresGrowth(finding: Finding): boolean {
  return finding.evidence.some(({ kind }) => kind === 'path-growth')
}

const DOES: Readonly<Record<Remover['does'], string>> = {
  deletes: 'deletes from it',
  clears: 'clears it',
  unsubscribes: 'unsubscribes',
  closes: 'closes it',
}

/** `close() at session.js:40 deletes from it, not seen to run`, one phrase a remover; empty where none was found. */
export function removerWords(finding: Finding): string[] {
  const shown = finding.removers.slice(0, MOST_REMOVERS)
  const rest = finding.removers.length - shown.length
  const words = shown.map((remover) => {
    const from = remover.package === null ? '' : ` (${visibleName(remover.package)})`
    const act = DOES[remover.does] ?? visibleName(remover.does)
    return `${calledName(remover.function)}${from} at ${visiblePath(remover.file)}:${String(remover.line)} ${act}${ranWords(remover)}`
  })
  return rest === 0 ? words : [...words, `and ${plural(rest, 'more function')}`]
}

function calledName(name: string): string {
  return name === '(anonymous)' || name === ''
    ? 'a function without a name'
    : `${visibleName(name)}()`
}

function ranWords({ ran }: Remover): string {
  if (ran === null) return ''
  return ran ? ', and ran' : ', not seen to run'
}

/** Further facts as label and value. */
export function detailWords(finding: Finding): [string, string][] {
  return finding.details
    .slice(0, MOST_DETAILS)
    .map(({ label, value }) => [visibleText(label, 40), visibleText(value)])
}

/** What is known of it elsewhere, as sentences without their full stop; `null` where nothing is. */
export function knownWords(finding: Finding): { says: string[]; url: string } | null {
  if (finding.known === null) return null
  const { kind, package: name, versions, fixedIn, url, says } = finding.known
  const about = says === '' ? [] : [visibleText(says)]
  if (kind === 'retainer') {
    return { says: [`kept by design of ${visibleName(name)}`, ...about], url: visibleText(url) }
  }
  const range = versions === '*' || versions === '' ? '' : ` ${visibleName(versions)}`
  const fix = fixedIn === null ? 'no fixed version is known' : `fixed in ${visibleName(fixedIn)}`
  return {
    says: [`known leak of ${visibleName(name)}${range}, ${fix}`, ...about],
    url: visibleText(url),
  }
}
