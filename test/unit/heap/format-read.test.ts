import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chunksOf, heapBuilder, randomHeap } from '../../support/heap-builder.ts'
import type { SnapshotDocument } from '../../support/heap-builder.ts'
import { readSnapshot } from '../../../src/heap/index.ts'
import type { HeapGraph } from '../../../src/heap/index.ts'

/** Everything a graph says, as plain data. */
function contents(graph: HeapGraph): unknown {
  const { strings, ...columns } = graph
  return { ...columns, strings: Array.from({ length: strings.count }, (_, at) => strings.get(at)) }
}

function read(text: string, chunkBytes?: number): Promise<HeapGraph> {
  return readSnapshot(chunksOf(text, chunkBytes))
}

/** A small heap with something of everything that the format has. */
function sample(): ReturnType<typeof heapBuilder> {
  const heap = heapBuilder()
  const map = heap.node('object', 'Map', { size: 64, id: 4294967295, detachedness: 2 })
  const text = heap.node('string', 'tab\t "quoted" \\ é € 😀 \u0000 \ud800 end', {
    size: 4294967301,
  })
  const put = heap.node('closure', 'put', { location: { scriptId: 7, line: 3, column: 12 } })
  const get = heap.node('closure', 'get', { location: { scriptId: 7, line: 9, column: 2 } })
  heap.edge(heap.root, 'property', 'cache', map)
  heap.edge(map, 'element', 4000000000, text)
  heap.edge(map, 'context', 'put', put)
  heap.edge(put, 'weak', 'self', put)
  heap.edge(text, 'hidden', 5, get)
  return heap
}

describe('what a snapshot says', () => {
  it('comes back column by column', async () => {
    const heap = sample()
    expect(contents(await read(heap.json()))).toEqual(contents(heap.graph()))
  })

  it('is the same wherever the chunks are cut', async () => {
    const text = sample().json()
    const whole = contents(await read(text))
    for (let bytes = 1; bytes <= 64; bytes++) {
      expect(contents(await read(text, bytes)), `chunks of ${bytes}`).toEqual(whole)
    }
  })

  it('is the same with and without the length of the file', async () => {
    const text = randomHeap(11, 400, 1500).json()
    const chunks = chunksOf(text, 1000)
    const byteLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const known = await readSnapshot(chunks, { byteLength })
    expect(contents(known)).toEqual(contents(await readSnapshot(chunks)))
  })

  it('has an index from 2^31 on as it was, where V8 writes it as a negative number', async () => {
    const text = sample().json()
    const wrapped = text.replace('4000000000', String(4_000_000_000 - 2 ** 32))
    expect(wrapped).toContain('-294967296')
    for (const bytes of [1, 5, 65536]) {
      expect(contents(await read(wrapped, bytes))).toEqual(contents(await read(text)))
    }
  })

  it('survives more rows than any first allocation holds', async () => {
    const heap = randomHeap(3, 40_000, 70_000)
    expect(contents(await read(heap.json()))).toEqual(contents(heap.graph()))
  })

  it('is read from asynchronous chunks and from subclasses of Uint8Array', async () => {
    const heap = sample()
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (const chunk of chunksOf(heap.json(), 100)) yield Buffer.from(chunk)
    }
    expect(contents(await readSnapshot(chunks()))).toEqual(contents(heap.graph()))
  })

  it('does not depend on the chunks staying as they are', async () => {
    const heap = sample()
    function* reused(): Generator<Uint8Array> {
      const buffer = new Uint8Array(50)
      for (const chunk of chunksOf(heap.json(), 50)) {
        buffer.set(chunk)
        yield buffer.subarray(0, chunk.length)
      }
    }
    expect(contents(await readSnapshot(reused()))).toEqual(contents(heap.graph()))
  })
})

describe('files that are laid out otherwise', () => {
  it('may have whitespace anywhere', async () => {
    const heap = sample()
    const spaced = ` \n${JSON.stringify(heap.document(), null, '\t')}\r\n `
    expect(contents(await read(spaced))).toEqual(contents(heap.graph()))
    const wide = spaced.replaceAll(',', ' , ').replaceAll('\n', '\n\n')
    expect((await read(wide)).edgeCount).toBe(5)
  })

  it('may begin with a byte order mark', async () => {
    expect((await read(`\ufeff${sample().json()}`)).nodeCount).toBe(5)
  })

  it('may have their sections in any order, the header last', async () => {
    const heap = sample()
    const sections = Object.entries(heap.document())
    for (const order of [
      sections.toReversed(),
      sections.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]) {
      const text = JSON.stringify(Object.fromEntries(order))
      expect(contents(await read(text))).toEqual(contents(heap.graph()))
      expect(contents(await read(text, 7))).toEqual(contents(heap.graph()))
    }
  })

  it('may have edges before nodes', async () => {
    const heap = sample()
    const { snapshot, edges, ...rest } = heap.document()
    const text = JSON.stringify({ snapshot, edges, ...rest })
    expect(contents(await read(text))).toEqual(contents(heap.graph()))
  })

  it('may have sections that nobody knows', async () => {
    const heap = sample()
    const document = {
      ...heap.document(),
      scopes: [1, { a: '"]}\\' }, null],
      more: 'x',
      last: -1.5e3,
    }
    const text = JSON.stringify({ first: { deep: [[[]], true] }, ...document })
    expect(contents(await read(text))).toEqual(contents(heap.graph()))
    expect(contents(await read(text, 3))).toEqual(contents(heap.graph()))
  })

  it('may lack the columns and sections that are optional', async () => {
    const heap = sample()
    const { trace_tree: _tree, samples: _samples, locations: _locations, ...rest } = heap.document()
    const text = JSON.stringify(
      withNodeFields(rest, ['type', 'name', 'id', 'self_size', 'edge_count']),
    )
    const graph = await read(text)
    expect(graph.locations.count).toBe(0)
    expect([...graph.detachedness]).toEqual([0, 0, 0, 0, 0])
    expect([...graph.edgeTo]).toEqual([...heap.graph().edgeTo])
  })

  it('may have their columns in another order, with more of them', async () => {
    const heap = sample()
    const fields = ['new', 'edge_count', 'self_size', 'detachedness', 'id', 'name', 'extra', 'type']
    const graph = await read(JSON.stringify(withNodeFields(heap.document(), fields)))
    const { locations: _expected, ...expected } = heap.graph()
    expect(contents(graph)).toMatchObject({ ...expected, strings: expect.anything() })
  })

  it('may claim any number of nodes and edges', async () => {
    const heap = sample()
    for (const claim of [0, 1, 3, 1e6, 4e9, 1e15]) {
      const document = heap.document()
      document.snapshot.node_count = claim
      document.snapshot.edge_count = claim
      const chunks = chunksOf(JSON.stringify(document))
      const byteLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      expect(contents(await readSnapshot(chunks))).toEqual(contents(heap.graph()))
      expect(contents(await readSnapshot(chunks, { byteLength }))).toEqual(contents(heap.graph()))
    }
  })

  it('get their locations sorted by node', async () => {
    const document = sample().document()
    document.locations = [28, 1, 2, 3, 0, 4, 5, 6, 14, 7, 8, 9]
    const { locations } = await read(JSON.stringify(document))
    expect([...locations.node]).toEqual([0, 2, 4])
    expect([...locations.scriptId]).toEqual([4, 7, 1])
    expect([...locations.column]).toEqual([6, 9, 3])
  })
})

describe('strings', () => {
  it('are decoded as JSON.parse decodes them', async () => {
    const texts = [
      '',
      'plain',
      '"\\/\b\f\n\r\t',
      'é € 😀',
      '\ud800',
      '\udc00\ud800',
      'x\ud83d\\ud83d',
      'y'.repeat(9000),
      '😀'.repeat(3000),
    ]
    const escaped = texts.map((text) =>
      text
        .split('')
        .map((_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join(''),
    )
    const document = sample().document()
    const placeholder = JSON.stringify({ ...document, strings: ['@'] })
    const written = [...document.strings, ...texts].map((text) => JSON.stringify(text))
    const list = [...written, ...escaped.map((text) => `"${text}"`), '"\\/\\uD83D\\uDe00"']
    const { strings } = await read(
      placeholder.replace('"@"', () => list.join(',')),
      11,
    )
    const parsed: string[] = JSON.parse(`[${list.join(',')}]`)
    expect(Array.from({ length: strings.count }, (_, at) => strings.get(at))).toEqual(parsed)
  })

  it('tell their length in UTF-8 without being decoded, and are empty out of range', async () => {
    const document = sample().document()
    document.strings.push('aé€😀"')
    const { strings } = await read(JSON.stringify(document))
    expect(strings.byteLength(document.strings.length - 1)).toBe(11)
    for (const index of [-1, strings.count, 0.5, Number.NaN]) {
      expect(strings.get(index)).toBe('')
      expect(strings.byteLength(index)).toBe(0)
    }
  })
})

it('a snapshot of this Node is read as JSON.parse reads it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tidemark-heap-'))
  try {
    const file = join(directory, 'own.heapsnapshot')
    const program = `require('v8').writeHeapSnapshot(${JSON.stringify(file)})`
    execFileSync(process.execPath, ['-e', program])
    const chunks = createReadStream(file)
    const graph = await readSnapshot(chunks, { byteLength: statSync(file).size })
    const parsed: SnapshotDocument = JSON.parse(readFileSync(file, 'utf8'))
    const width = parsed.snapshot.meta.node_fields.length
    const sizeAt = parsed.snapshot.meta.node_fields.indexOf('self_size')
    const sizes = parsed.nodes.filter((_, at) => at % width === sizeAt)
    expect(graph.nodeCount).toBe(parsed.snapshot.node_count)
    expect(graph.edgeCount).toBe(parsed.snapshot.edge_count)
    expect(Array.from(graph.shallowSize)).toEqual(sizes)
    expect(Array.from(graph.edgeTo, (to) => to * width)).toEqual(
      parsed.edges.filter((_, at) => at % 3 === 2),
    )
    expect(contents(graph)).toMatchObject({ strings: parsed.strings })
    expect(graph.locations.count).toBe(parsed.locations.length / 4)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

/** The same snapshot with other node columns; those that are not known hold 1. */
function withNodeFields<T extends Pick<SnapshotDocument, 'snapshot' | 'nodes' | 'edges'>>(
  document: T,
  fields: string[],
): T {
  const old = document.snapshot.meta.node_fields
  const nodes: number[] = []
  for (let row = 0; row < document.nodes.length; row += old.length) {
    for (const field of fields) {
      nodes.push(old.includes(field) ? (document.nodes[row + old.indexOf(field)] ?? 0) : 1)
    }
  }
  const scaled = document.edges.map((value, at) =>
    at % 3 === 2 ? (value / old.length) * fields.length : value,
  )
  const typeAt = fields.indexOf('type')
  const names = document.snapshot.meta.node_types[0] ?? []
  const nodeTypes = fields.map((_, at) => (at === typeAt ? names : 'number'))
  const meta = { ...document.snapshot.meta, node_fields: fields, node_types: nodeTypes }
  const result = { ...document, snapshot: { ...document.snapshot, meta }, nodes, edges: scaled }
  if ('locations' in result) result.locations = []
  return result
}
