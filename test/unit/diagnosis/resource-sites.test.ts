import { describe, expect, it } from 'vitest'
import { diagnose, grownResourceTypes, resourceTypesOf } from '../../../src/diagnosis/index.ts'
import type { ResourceSite } from '../../../src/protocol/index.ts'
import { evidence, lead, plainLookup, snapshots } from '../../support/lead-builder.ts'

const frame = (file: string, line: number) => ({
  function: 'start',
  url: `/app/${file}`,
  line,
  column: 3,
})

const site = (parts: Partial<ResourceSite>): ResourceSite => ({
  type: 'Timeout',
  stack: [frame('node_modules/pkg/timers.js', 8), frame('poll.js', 20)],
  created: 100,
  alive: 100,
  ...parts,
})

function addedBy(sites: readonly ResourceSite[], grownClass = 'Timeout') {
  const taken = snapshots({ leads: [lead({ grownClass })] })
  const result = diagnose(evidence({ snapshots: taken, resourceSites: sites }), plainLookup)
  return result.findings[0]?.addedBy.map((one) => `${one.file}:${one.line}`) ?? []
}

describe('lines that create resources', () => {
  it("name the program's own frame before the one in a package", () => {
    expect(addedBy([site({})])).toEqual(['/app/poll.js:20'])
  })

  it('do not name a site whose resources are gone again', () => {
    expect(addedBy([site({ alive: 20 })])).toEqual([])
  })

  it('put the site with most alive first, and leave small ones out', () => {
    const rare = site({ stack: [frame('rare.js', 1)], created: 9, alive: 9 })
    const more = site({ stack: [frame('more.js', 1)], created: 400, alive: 400 })
    expect(addedBy([rare, site({}), more])).toEqual(['/app/more.js:1', '/app/poll.js:20'])
  })

  it('are those of resources that the lead is made of, and of no other', () => {
    expect(addedBy([site({})], 'Session')).toEqual([])
    expect(addedBy([site({ type: 'TCPWRAP' })], 'Socket')).toEqual(['/app/poll.js:20'])
  })
})

describe('types of resources', () => {
  it('come from classes that are there once for each grown object', () => {
    const row = { nodeType: 'object', position: null, bytes: 1000 }
    const composition = [
      { ...row, className: 'TLSSocket', objects: 3000 },
      { ...row, className: 'Worker', objects: 3 },
    ]
    expect(resourceTypesOf(lead({ composition }))).toEqual(['TLSWRAP', 'TCPWRAP'])
    expect(resourceTypesOf(lead({ grownClass: 'constructor' }))).toEqual([])
  })

  it('come from active resources that grew far', () => {
    const first = { Timeout: 2, TCPSocketWrap: 10, FSEventWrap: 0, Immediate: 1 }
    const last = { Timeout: 200, TCPSocketWrap: 25, FSEventWrap: 40, Immediate: 1 }
    expect(grownResourceTypes({ first, last })).toEqual(['Timeout', 'FSEVENTWRAP'])
    expect(grownResourceTypes({ first: {}, last: { TCPSocketWrap: 30 } })).toEqual(['TCPWRAP'])
  })
})
