import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSnapshot } from '../../../src/heap/index.ts'

const ENGINE = resolve(import.meta.dirname, '../../../dist/heap/index.js')
const LIMIT_MS = 60_000
/** What Node's own buffers come to, and a few columns of fixed length. */
const OTHER_BYTES = 300_000

let folder = ''
let subject = ''
let counts = { nodes: 0, edges: 0, stringBytes: 0 }

/** Runs a module in a process of its own that keeps what it makes, and says what its buffers hold after that. */
async function bufferBytes(work: string): Promise<number> {
  const own = join(folder, `${Math.random()}.heapsnapshot`)
  const program = `
    import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
    import { writeHeapSnapshot } from 'node:v8'
    import { heapOutline, readSnapshot } from ${JSON.stringify(ENGINE)}
    const descriptor = openSync(${JSON.stringify(subject)})
    const byteLength = fstatSync(descriptor).size
    const read = (into, at) => readSync(descriptor, into, 0, into.length, at)
    globalThis.kept = await (${work})({ byteLength, read })
    for (let round = 0; round < 3; round++) { gc(); await new Promise((done) => setTimeout(done, 10)) }
    writeHeapSnapshot(${JSON.stringify(own)})
    closeSync(descriptor)`
  execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    timeout: LIMIT_MS,
  })
  const graph = await readSnapshot([new Uint8Array(readFileSync(own))])
  let bytes = 0
  for (let node = 0; node < graph.nodeCount; node++) {
    const name = graph.strings.get(graph.nodeName[node] ?? 0)
    if (name === 'system / JSArrayBufferData') bytes += graph.shallowSize[node] ?? 0
  }
  return bytes
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'engine-memory-'))
  subject = join(folder, 'subject.heapsnapshot')
  const program = `require('node:v8').writeHeapSnapshot(${JSON.stringify(subject)})`
  execFileSync(process.execPath, ['-e', program], { timeout: LIMIT_MS })
  const graph = await readSnapshot([new Uint8Array(readFileSync(subject))])
  let stringBytes = 0
  for (let at = 0; at < graph.strings.count; at++) stringBytes += graph.strings.byteLength(at) + 4
  counts = { nodes: graph.nodeCount, edges: graph.edgeCount, stringBytes }
}, LIMIT_MS)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what the engine keeps, seen by the engine in its own heap', () => {
  it(
    'is 18 bytes a node, 9 bytes an edge and the strings for a graph',
    async () => {
      const bytes = await bufferBytes(
        `({ byteLength, read }) => readSnapshot((function* () {
           const all = new Uint8Array(byteLength); read(all, 0); yield all
         })(), { byteLength })`,
      )
      const { nodes, edges, stringBytes } = counts
      expect(bytes).toBeGreaterThan(17 * nodes + 9 * edges)
      expect(bytes).toBeLessThan(1.05 * (18 * nodes + 9 * edges + stringBytes) + OTHER_BYTES)
    },
    LIMIT_MS,
  )

  it(
    'is 13 bytes a node and 4 bytes an edge for an outline, and no strings',
    async () => {
      const bytes = await bufferBytes('heapOutline')
      const { nodes, edges } = counts
      expect(bytes).toBeGreaterThan(9 * nodes)
      expect(bytes).toBeLessThan(1.05 * (13 * nodes + 4 * Math.max(edges, 3 * nodes)) + OTHER_BYTES)
    },
    LIMIT_MS,
  )
})
