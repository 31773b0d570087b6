// Modules that are loaded again and again under new names: require.cache, module.children and the ESM loader's
// maps keep every one of them for the life of the process.

import { stepsToHolder } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

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
  title: () => 'Modules are loaded under ever new names and all stay loaded',
  advice: () =>
    'Load each module once, by one name. A changing query string or path, or deleting from require.cache, makes ' +
    'a new copy each time and the old ones stay referenced; pass changing data as arguments instead.',
}
