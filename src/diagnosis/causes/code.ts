// Code that is made at run time and kept: new Function, vm scripts, template and schema compilers. What grows is
// mostly compiled code, scope descriptions and source text, all new.

import { holderPhrase, shareOf } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** Share of the growth that must be code and its text. */
const MOSTLY = 0.4

export const code: CauseRule = {
  cause: 'code',
  where: 'code',
  recognise(lead) {
    const grown = growth(lead.population)
    const share = shareOf(lead, (row) => row.nodeType === 'code')
    const scripts = lead.composition.find((row) => row.className.includes('Script'))
    if (share < MOSTLY && (scripts?.objects ?? 0) < 0.5 * grown.objects) return null
    if (share < 0.15) return null
    return `${Math.round(share * 100)} % of the growth is compiled code`
  },
  title: (lead) => `Code compiled at run time is kept by ${holderPhrase(lead)}`,
  advice: (lead) =>
    `Compile once and reuse the result: each compilation adds functions and source text that ${holderPhrase(lead)} ` +
    'keeps for good. Key the compiled result by what really differs, or remove it when it is done.',
}

function growth(population: readonly { readonly objects: number }[]): { objects: number } {
  const first = population[0]?.objects ?? 0
  const last = population.at(-1)?.objects ?? 0
  return { objects: Math.max(1, last - first) }
}
