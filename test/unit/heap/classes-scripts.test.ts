import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heapBuilder } from '../../support/heap-builder.ts'
import {
  classHistogram,
  codeLocation,
  dominatorTree,
  functionLocation,
  readSnapshot,
  scriptName,
  strongEdges,
} from '../../../src/heap/index.ts'
import type { ClassTotals, HeapGraph } from '../../../src/heap/index.ts'

describe('script names', () => {
  it('are found through a function of the script, in each form that V8 gives it', () => {
    for (const slot of ['script', 'script_or_debug_info']) {
      const heap = heapBuilder()
      const closure = heap.node('closure', 'f', { location: { scriptId: 9, line: 1, column: 2 } })
      const shared = heap.node('code', 'f')
      const script = heap.node('code', '/app/a.js')
      heap.edge(closure, 'internal', 'shared', shared)
      heap.edge(shared, 'internal', slot, script)
      heap.edge(script, 'internal', 'name', heap.node('string', '/app/a.js'))
      const graph = heap.graph()
      expect(scriptName(graph, 9)).toBe('/app/a.js')
      expect(scriptName(graph, 8)).toBe(null)
      expect(functionLocation(graph, closure)).toEqual({
        script: '/app/a.js',
        scriptId: 9,
        line: 1,
        column: 2,
      })
    }
  })

  it('are found behind the slot of a debugger', () => {
    const heap = heapBuilder()
    const closure = heap.node('closure', 'f', { location: { scriptId: 9, line: 1, column: 2 } })
    const shared = heap.node('code', 'f')
    const debug = heap.node('code', 'system / DebugInfo')
    const script = heap.node('code', '/app/a.js')
    heap.edge(closure, 'internal', 'shared', shared)
    heap.edge(shared, 'internal', 'script_or_debug_info', debug)
    heap.edge(debug, 'internal', 'script', script)
    heap.edge(script, 'internal', 'name', heap.node('string', '/app/a.js'))
    expect(scriptName(heap.graph(), 9)).toBe('/app/a.js')
  })

  it('are null for code without a name, and circles end', () => {
    const heap = heapBuilder()
    const closure = heap.node('closure', 'f', { location: { scriptId: 9, line: 1, column: 2 } })
    const bound = heap.node('closure', 'native_bind')
    heap.edge(closure, 'internal', 'shared', closure)
    heap.edge(closure, 'internal', 'script', closure)
    heap.edge(bound, 'internal', 'bound_function', bound)
    const graph = heap.graph()
    expect(scriptName(graph, 9)).toBe(null)
    expect(functionLocation(graph, closure)).toBe(null)
    expect(functionLocation(graph, bound)).toBe(null)
    expect(codeLocation(graph, closure)).toEqual({ scriptId: 9, line: 1, column: 2 })
    expect(codeLocation(graph, bound)).toBe(null)
  })
})

const PROGRAM = `
class Session { constructor(i) { this.id = 'i' + i } }
const keep = globalThis.keep = { rows: [], closures: [], waiting: [], bound: [], never: [] }
for (let i = 0; i < 10; i++) {
  keep.rows.push({ id: i, payload: 'p' + i, session: new Session(i) })
  keep.closures.push(function put() { return i })
  keep.bound.push(keep.closures[i].bind(null))
}
function* count() { yield keep; yield 1 }
const one = count(); one.next(); keep.waiting.push(one)
async function register() { await new Promise((done) => keep.never.push(done)) }
keep.waiting.push(register(), register())
keep.secret = 'very secret ' + process.pid
require('v8').writeHeapSnapshot(process.argv[2])
`

describe('a real snapshot of this Node', () => {
  let directory = ''
  let script = ''
  let graph: HeapGraph
  let rows: ClassTotals[]

  beforeAll(async () => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-classes-')))
    script = join(directory, 'program.cjs')
    writeFileSync(script, PROGRAM)
    const file = join(directory, 'a.heapsnapshot')
    execFileSync(process.execPath, [script, file])
    graph = await readSnapshot(createReadStream(file))
    rows = classHistogram(graph, dominatorTree(graph, strongEdges(graph)), { sampleSize: 1000 })
  })

  afterAll(() => rmSync(directory, { recursive: true }))

  const lineOf = (text: string): number =>
    PROGRAM.slice(0, PROGRAM.indexOf(text)).split('\n').length

  it('has classes, shapes and closures under the names of the source', () => {
    expect(rows.find(({ name }) => name === 'Session')).toMatchObject({ count: 10 })
    expect(rows.find(({ name }) => name === '{payload, session}')).toMatchObject({ count: 10 })
    expect(rows.find(({ name }) => name === 'closure put')).toMatchObject({ count: 10 })
  })

  it('tells where a closure, a bound function, a generator and an async function were written', () => {
    const position = (name: string): unknown => {
      const row = rows.find((candidate) => candidate.name === name)
      const found = functionLocation(graph, row?.sample[0] ?? -1)
      return found === null ? null : { script: found.script, line: found.line + 1 }
    }
    expect(position('closure put')).toEqual({ script, line: lineOf('function put') })
    expect(position('generator count')).toEqual({ script, line: lineOf('function* count') })
    expect(position('async function register')).toEqual({
      script,
      line: lineOf('async function register'),
    })
    const bound = rows
      .filter(({ name }) => name === 'closure native_bind' || name === 'closure bound put')
      .flatMap(({ sample }) => sample)
      .map((node) => functionLocation(graph, node)?.script)
    expect(bound).toContain(script)
  })

  it('shows no string in any class', () => {
    expect(rows.filter(({ name }) => name.includes('secret '))).toEqual([])
  })

  it('is reached from its root but for a few weakly held objects', () => {
    const tree = dominatorTree(graph, strongEdges(graph))
    expect(tree.order.length).toBeGreaterThan(graph.nodeCount * 0.99)
    expect(tree.retainedSize[0]).toBe(rows.find(({ sample }) => sample.includes(0))?.retainedSize)
  })
})
