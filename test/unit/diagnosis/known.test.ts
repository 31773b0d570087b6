import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/diagnosis/diagnose.ts'
import type { SourceLookup } from '../../../src/diagnosis/evidence.ts'
import type { KnownLeak } from '../../../src/diagnosis/known/known-leak.ts'
import { knownLeak } from '../../../src/diagnosis/known/leak-of-finding.ts'
import { KNOWN_LEAKS } from '../../../src/diagnosis/known/leaks/index.ts'
import {
  isByDesign,
  knownRetainer,
  retainersOnPath,
} from '../../../src/diagnosis/known/retainer-of-lead.ts'
import { KNOWN_RETAINERS } from '../../../src/diagnosis/known/retainers/index.ts'
import { isInRange } from '../../../src/diagnosis/known/version-range.ts'
import type { Lead } from '../../../src/diagnosis/lead/lead.ts'
import {
  amounts,
  evidence,
  lead,
  plainLookup,
  snapshots,
  trendOf,
} from '../../support/lead-builder.ts'

/** A look-up whose scripts belong to one package. */
function lookupOf(name: string): SourceLookup {
  return {
    ...plainLookup,
    place: (position) => ({
      source: { file: position.script, line: position.line, column: position.column },
      package: name,
      excerpt: [],
    }),
  }
}

const RULE: KnownLeak = {
  package: 'pkg',
  versions: '>=1.2.0 <1.4.0 || 2.0.0',
  fixedIn: '1.4.0',
  url: 'https://example.com/pkg/issues/1',
  says: 'keeps its sessions',
  signs: { names: ['sessions'], causes: ['collection'] },
}

function known(name: string, rule: KnownLeak = RULE, of: Partial<Lead> = {}): string | null {
  const parts = {
    lead: lead(of),
    cause: 'collection' as const,
    lookup: lookupOf(name),
    addedBy: [],
  }
  return knownLeak(parts, [rule])?.package ?? null
}

/** A lead whose path is made of `name → class` pairs, the last of them what grows. */
function pathLead(
  ...path: [edge: 'property' | 'element' | 'context', name: string, to: string][]
): Lead {
  const [first] = lead().steps
  if (first === undefined) throw new Error('a lead without steps')
  const steps = path.map(([edge, name, to]) => ({ ...first, edge, name, to, position: null }))
  return lead({ steps, faultyStep: steps.length - 1 })
}

describe('a version', () => {
  it('is in a range of comparators and alternatives', () => {
    expect(isInRange('1.2.0', '>=1.2.0 <1.4.0')).toBe(true)
    expect(isInRange('1.4.0', '>=1.2.0 <1.4.0')).toBe(false)
    expect(isInRange('1.10.0', '>1.9.9')).toBe(true)
    expect(isInRange('2.0.0', '<1.0.0 || >=2.0.0 <=2.0.0')).toBe(true)
    expect(isInRange('3.1.4', '*')).toBe(true)
    expect(isInRange('3.1.4', '3.1.4')).toBe(true)
    expect(isInRange('v3.1.4+build.5', '=3.1.4')).toBe(true)
  })

  it('that is a pre-release comes before its release', () => {
    const order = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
    ]
    for (const [index, version] of order.entries()) {
      for (const [other, bound] of order.entries()) {
        expect(isInRange(version, `<${bound}`)).toBe(index < other)
        expect(isInRange(version, `>=${bound}`)).toBe(index >= other)
      }
    }
  })

  it('or range that cannot be read matches nothing but the range of all versions', () => {
    for (const range of ['', '^1.0.0', '1.x', '>=', '<1', 'latest']) {
      expect(isInRange('1.0.0', range)).toBe(false)
    }
    expect(isInRange('undefined', '*')).toBe(false)
  })
})

describe('known leaks', () => {
  it('are told by package, version and signs together', () => {
    expect(known('pkg@1.3.9')).toBe('pkg')
    expect(known('pkg@2.0.0')).toBe('pkg')
    expect(known('pkg@1.4.0')).toBeNull()
    expect(known('other@1.3.9')).toBeNull()
    expect(known('pkg@1.3.9', { ...RULE, signs: { names: ['jobs'] } })).toBeNull()
    expect(known('pkg@1.3.9', { ...RULE, signs: { ...RULE.signs, causes: ['timer'] } })).toBeNull()
    expect(known('pkg@1.3.9', { ...RULE, signs: { files: /store\.js$/ } })).toBe('pkg')
    expect(known('pkg@1.3.9', { ...RULE, signs: { files: /queue\.js$/ } })).toBeNull()
    expect(known('@scope/pkg@1.3.9', { ...RULE, package: '@scope/pkg' })).toBe('@scope/pkg')
  })

  it('without a sign of their own would blame every path through a package, and match nothing', () => {
    expect(known('pkg@1.3.9', { ...RULE, signs: { causes: ['collection'] } })).toBeNull()
  })

  it('are many, and each says where to read of it, in which versions, and how it looks', () => {
    expect(KNOWN_LEAKS.length).toBeGreaterThanOrEqual(40)
    for (const { package: name, versions, fixedIn, url, says, signs } of KNOWN_LEAKS) {
      expect(url).toMatch(
        /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(?:issues|pull|commit|security|blob)\//,
      )
      expect(signs.names ?? signs.files).toBeDefined()
      expect(says).toMatch(/^[A-Za-z].{10,110}[^.]$/)
      expect(name).toMatch(/^(?:@[\w.-]+\/)?[\w.-]+$/)
      if (fixedIn === null) continue
      expect(isInRange(fixedIn, versions)).toBe(false)
      expect(isInRange(`${fixedIn}-0`, versions)).toBe(true)
    }
  })
})

describe('retainers by design', () => {
  it('are many, and none of them hides more than a megabyte', () => {
    expect(KNOWN_RETAINERS.length).toBeGreaterThanOrEqual(20)
    for (const { allowanceBytes, says, url, step } of KNOWN_RETAINERS) {
      expect(allowanceBytes).toBeLessThanOrEqual(1_000_000)
      expect(says.split(' ').length).toBeLessThanOrEqual(12)
      expect(url).toMatch(/^https:\/\//)
      expect(Object.keys(step).length).toBeGreaterThan(0)
    }
  })

  it('are found on a path, and say why a step is meant to live', () => {
    const path = pathLead(
      ['property', 'agent', 'Agent'],
      ['property', 'freeSockets', 'Object'],
      ['property', '[key]', 'Array'],
      ['element', '[…]', 'Socket'],
    )
    expect(retainersOnPath(path).map(({ step }) => step)).toEqual([1])
    expect(knownRetainer(path)).toMatchObject({ kind: 'retainer', package: 'node', fixedIn: null })
    expect(isByDesign(path, 500_000)).toBe(true)
    expect(isByDesign(path, 2_000_000)).toBe(false)
  })

  it('do not answer for an object of the program that hangs below them', () => {
    const exported = pathLead(
      ['property', '_cache', 'Object'],
      ['property', '[key]', 'Module'],
      ['property', 'exports', 'Map'],
      ['element', '[…]', 'Session'],
    )
    expect(isByDesign(exported, 1)).toBe(false)
    expect(knownRetainer(exported)).toBeNull()
    const variable = pathLead(
      ['property', '_cache', 'Module'],
      ['context', 'context', 'scope'],
      ['context', 'head', 'Node'],
    )
    expect(isByDesign(variable, 1)).toBe(false)
  })

  it('hide little growth that nothing confirms, and never a leak that two witnesses confirm', () => {
    const sockets = (bytes: number): Lead => ({
      ...pathLead(
        ['property', 'agent', 'Agent'],
        ['property', 'freeSockets', 'Object'],
        ['element', '[…]', 'Socket'],
      ),
      population: amounts(0, bytes / 2000, bytes / 1000),
    })
    const flat = trendOf({ shape: 'undecided', stillGrowing: false, eValue: 1 })
    const found = (bytes: number, floor = flat): number => {
      const times = { atMs: [5000, 10_000, 15_000], work: [500, 1000, 1500] }
      const seen = snapshots({ ...times, leads: [sockets(bytes)] })
      return diagnose(evidence({ floor, snapshots: seen }), plainLookup).findings.length
    }
    expect(found(900_000, trendOf())).toBe(1)
    expect(found(3_000_000)).toBe(1)
    expect(found(900_000)).toBe(0)
  })
})
