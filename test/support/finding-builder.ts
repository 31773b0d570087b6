// A finding that names nothing, except for what a test gives it.

import type { AllocationSite, Finding, Holder } from '../../src/protocol/index.ts'
import { MAP_FINDING } from './sample-finding.ts'

/** An allocation site of the program's own code, line 1 of `main.js` where nothing else is said. */
export function allocationSite(site: Partial<AllocationSite>): AllocationSite {
  const plain = { function: 'main', file: 'main.js', line: 1, column: 1 }
  return { ...plain, package: null, share: 1, excerpt: [], ...site }
}

/** A finding without holder, path and allocation sites, to be overridden part by part. */
export function finding(
  parts: Partial<Omit<Finding, 'holder'>> & { readonly holder?: Partial<Holder> } = {},
): Finding {
  const nobody = { description: '', name: '', className: '', package: null, source: null }
  const holder = { ...nobody, excerpt: [], ...parts.holder }
  return { ...MAP_FINDING, title: '', path: [], addedBy: [], ...parts, holder }
}
