// Code that is made at run time and kept: new Function, vm scripts, template and schema compilers. What grows is
// mostly compiled code, scope descriptions and source text, all new.

import { holderPhrase, shareOf } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'
import type { Lead } from '../lead/lead.ts'

/** Share of the growth that must be compiled code, and with the text it was made from. */
const LEAST_CODE = 0.12
const MOSTLY = 0.6

export const code: CauseRule = {
  cause: 'code',
  where: 'code',
  recognise(lead) {
    const compiled = shareOf(lead, (row) => row.nodeType === 'code')
    const text = shareOf(lead, (row) => row.nodeType === 'string')
    if (compiled < LEAST_CODE || compiled + text < MOSTLY) return null
    const words = `${Math.round(compiled * 100)} % of the growth is compiled code`
    return text < 0.1 ? words : `${words}, ${Math.round(text * 100)} % strings such as its source`
  },
  title: (lead) => `Code compiled at run time is kept by ${holderPhrase(lead)}`,
  advice: (lead) =>
    `Compile once and reuse the result: each compilation adds functions and source text that ${holderPhrase(lead)} ` +
    'keeps for good. Key the compiled result by what really differs, or remove it when it is done.',
  details(lead) {
    const made = makerOf(lead)
    const functions = lead.composition
      .filter((row) => row.nodeType === 'closure')
      .reduce((sum, row) => sum + row.objects, 0)
    return [
      { label: 'compiled results', value: lead.grownCount.toLocaleString('en-US') },
      ...(functions === 0
        ? []
        : [{ label: 'functions', value: functions.toLocaleString('en-US') }]),
      ...(made === null ? [] : [{ label: 'made by', value: made }]),
    ]
  },
}

/** What compiled it, by the names that Node and V8 give: `vm` calls its scripts `evalmachine.<anonymous>`. */
function makerOf(lead: Lead): string | null {
  const scripts = [lead.grownPosition, ...lead.composition.map((row) => row.position)]
  if (lead.grownClass === 'Script') return 'new vm.Script()'
  if (scripts.some((position) => position?.script.startsWith('evalmachine.') === true)) {
    return 'vm, or a compiler that uses it'
  }
  return lead.grownClass.startsWith('closure ')
    ? 'new Function() or eval(), or a compiler that uses them'
    : null
}
