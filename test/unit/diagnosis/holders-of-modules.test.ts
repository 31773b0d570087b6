// Holders that only an ES module names: variables of its suspended body, and those that it exports.
import { describe, expect, it } from 'vitest'
import { EMPTY_HISTORY, nextEvidence } from '../../../src/diagnosis/index.ts'
import type { Lead, SnapshotHistory } from '../../../src/diagnosis/index.ts'
import { Moment } from '../../support/moment.ts'

function leadsOf(draw: (moment: Moment, count: number) => void): readonly Lead[] {
  const ids = new Map<string, number>()
  let history: SnapshotHistory = EMPTY_HISTORY
  let leads: readonly Lead[] = []
  for (let round = 0; round < 3; round++) {
    const moment = new Moment(ids)
    draw(moment, 20 * (round + 1))
    const meta = { atMs: 5000 * (round + 1), work: round, alone: false, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, meta)
    history = next.history
    leads = next.evidence.leads
  }
  return leads
}

/** The loader's way to a module whose body waits. */
function waitingModule(moment: Moment): void {
  moment.hold('', 'loader', 'loader', 'ModuleLoader')
  moment.hold('loader', 'loadCache', 'cache', 'LoadCache')
  moment.hold('cache', 'job', 'job', 'ModuleJob')
  moment.hold('job', 'module', 'wrap', 'ModuleWrap')
  moment.object('module', 'system / SourceTextModule', 64, 'hidden')
  moment.edge('wrap', 'internal', '2', 'module')
  moment.object('body', 'system / JSAsyncFunctionObject', 64)
  moment.edge('module', 'hidden', 4, 'body')
  moment.object('registers', '', 64, 'array')
  moment.edge('body', 'internal', 'parameters_and_registers', 'registers')
  moment.object('code', '', 64, 'closure')
  moment.edge('body', 'internal', 'function', 'code')
}

function memories(moment: Moment, holder: string, count: number): void {
  for (let i = 0; i < count; i++) {
    moment.hold(holder, i, `memory ${i}`, 'Memory')
    moment.hold(`memory ${i}`, 'buffer', `buffer ${i}`, 'ArrayBuffer')
    moment.object(`data ${i}`, 'system / JSArrayBufferData', 65_536, 'native')
    moment.edge(`buffer ${i}`, 'internal', 'backing_store', `data ${i}`)
  }
}

describe('the holder of WebAssembly memories', () => {
  it('is the property of the program through which a waiting module reaches them', () => {
    const [lead] = leadsOf((moment, count) => {
      waitingModule(moment)
      moment.object('history', 'History')
      moment.edge('registers', 'internal', '3', 'history')
      moment.hold('history', 'entries', 'entries', 'Array')
      memories(moment, 'entries', count)
    })
    expect(lead?.grownClass).toBe('Memory')
    expect(lead?.holder).toMatchObject({ name: 'entries', edge: 'property', ownerName: 'History' })
  })

  it('is a variable of the module, and not the table by which Node keeps the module', () => {
    const [lead] = leadsOf((moment, count) => {
      waitingModule(moment)
      moment.object('kept', 'Array')
      moment.edge('registers', 'internal', '3', 'kept')
      memories(moment, 'kept', count)
    })
    expect(lead?.holder).toMatchObject({ name: '', edge: 'element', namedClass: 'Array' })
    expect(lead?.holder.ownerName).toMatch(/^async function/)
  })

  it('is the exported variable by the name that it has where it is declared', () => {
    const [lead] = leadsOf((moment, count) => {
      moment.object('importer', 'system / SourceTextModule', 64, 'hidden')
      moment.edge('', 'internal', 'importer', 'importer')
      moment.object('imports', '', 32, 'array')
      moment.edge('importer', 'hidden', 6, 'imports')
      moment.object('cell', 'system / Cell', 16, 'hidden')
      moment.edge('imports', 'internal', '0', 'cell')
      moment.object('renamed', '', 32, 'array')
      moment.edge('importer', 'hidden', 0, 'renamed')
      moment.object('renamed name', 'memories', 16, 'string')
      moment.edge('renamed', 'internal', '5', 'renamed name')
      moment.edge('renamed', 'internal', '6', 'cell')
      moment.object('exporter', 'system / SourceTextModule', 64, 'hidden')
      moment.edge('', 'weak', 'handle', 'exporter')
      moment.edge('importer', 'hidden', 10, 'exporter')
      moment.object('exports', '', 32, 'array')
      moment.edge('exporter', 'hidden', 0, 'exports')
      moment.object('name', 'kept', 16, 'string')
      moment.edge('exports', 'internal', '9', 'name')
      moment.edge('exports', 'internal', '10', 'cell')
      moment.object('own', '', 32, 'array')
      moment.edge('exporter', 'hidden', 5, 'own')
      moment.edge('own', 'internal', '0', 'cell')
      moment.object('map', 'Array')
      moment.edge('cell', 'internal', 'value', 'map')
      memories(moment, 'map', count)
    })
    expect(lead?.holder).toMatchObject({ name: 'kept', edge: 'context', namedClass: 'Array' })
    expect(lead?.steps.map((step) => step.to)).toContain('an ES module')
  })
})
