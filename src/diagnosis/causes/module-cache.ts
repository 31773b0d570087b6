// Modules that are loaded again and again under new names: require.cache, module.children and the ESM loader's
// maps keep every one of them for the life of the process.

import { stepsToHolder } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'
import type { Lead } from '../lead/lead.ts'

const CACHE_NAMES = new Set([
  '_cache',
  'children',
  '_pathCache',
  'relativeResolveCache',
  'loadCache',
])

export const moduleCache: CauseRule = {
  cause: 'module-cache',
  where: 'code',
  recognise(lead) {
    const modulesGrow =
      lead.grownClass === 'Module' ||
      lead.grownClass === 'ModuleWrap' ||
      lead.grownClass === 'ModuleJob'
    const steps = stepsToHolder(lead)
    if (modulesGrow) return `${lead.grownClass} objects grow`
    const last = steps.at(-1)
    const above = steps.at(-2)
    const owner = lead.holder.ownerName
    if (
      last !== undefined &&
      CACHE_NAMES.has(lead.holder.name) &&
      /Module/.test(owner + (above?.to ?? ''))
    ) {
      return `the holder is ${lead.holder.name} of ${owner}`
    }
    return null
  },
  title(lead) {
    const kind = kindOf(lead)
    return kind === 'import()'
      ? 'Modules are imported under ever new addresses and all stay loaded'
      : kind === 'module.children'
        ? 'A module is loaded again and again, and module.children keeps every copy'
        : 'Modules are loaded under ever new names and all stay loaded'
  },
  advice: () =>
    'Load each module once, by one name. A changing query string or path, or deleting from require.cache, makes ' +
    'a new copy each time and the old ones stay referenced; pass changing data as arguments instead.',
  details: (lead) => [
    { label: 'kept by', value: kindOf(lead) },
    { label: 'modules', value: lead.grownCount.toLocaleString('en-US') },
  ],
}

/** The table of Node that keeps the modules. */
function kindOf(lead: Lead): 'import()' | 'module.children' | 'require.cache' {
  if (lead.holder.name === 'children') return 'module.children'
  const steps = [lead.grownClass, ...lead.steps.map((step) => step.to)]
  return steps.some((to) => /^(?:ModuleWrap|ModuleJob|LoadCache|ModuleLoader)$/.test(to))
    ? 'import()'
    : 'require.cache'
}
