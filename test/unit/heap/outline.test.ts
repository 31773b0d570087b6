import { describe, expect, it } from 'vitest'
import { heapBuilder, randomHeap } from '../../support/heap-builder.ts'
import type { HeapBuilder } from '../../support/heap-builder.ts'
import {
  classHistogram,
  dominatorTree,
  heapOutline,
  readSnapshot,
  strongEdges,
} from '../../../src/heap/index.ts'
import type { ClassTotals, SnapshotSource } from '../../../src/heap/index.ts'

interface CountedSource extends SnapshotSource {
  bytesRead: number
}

function sourceOf(text: string): CountedSource {
  const bytes = new TextEncoder().encode(text)
  return {
    byteLength: bytes.length,
    bytesRead: 0,
    read(into, offset) {
      const part = bytes.subarray(offset, offset + into.length)
      into.set(part)
      this.bytesRead += part.length
      return part.length
    },
  }
}

interface Weights {
  readonly dominators: number[]
  readonly retained: number[]
  readonly sizes: number[]
  readonly types: number[]
  readonly classes: readonly ClassTotals[]
}

async function short(text: string): Promise<Weights> {
  const outline = await heapOutline(sourceOf(text))
  return {
    dominators: [...outline.immediateDominator],
    retained: [...outline.retainedSize],
    sizes: [...outline.shallowSize],
    types: [...outline.nodeType],
    classes: outline.classes,
  }
}

async function long(text: string): Promise<Weights> {
  const graph = await readSnapshot([new TextEncoder().encode(text)])
  const tree = dominatorTree(graph, strongEdges(graph))
  return {
    dominators: [...tree.immediateDominator],
    retained: [...tree.retainedSize],
    sizes: [...graph.shallowSize],
    types: [...graph.nodeType],
    classes: classHistogram(graph, tree),
  }
}

/** Something of everything that classes depend on. */
function sample(): HeapBuilder {
  const heap = heapBuilder()
  const map = heap.node('object shape', 'system / Map', { id: 77 })
  const text = heap.node('string', '"strings":[ in a string, \\ and "quotes"', { size: 40 })
  const put = heap.node('closure', 'put', { location: { scriptId: 7, line: 3, column: 12 } })
  const other = heap.node('closure', 'put', { location: { scriptId: 7, line: 9, column: 1 } })
  const plain = ['id', 'at'].map((name) => {
    const object = heap.node('object', 'Object')
    heap.edge(object, 'property', name, text)
    heap.edge(object, 'property', '__proto__', put)
    heap.edge(object, 'internal', 'map', map)
    return object
  })
  const place = { scriptId: 7, line: 3, column: 12 }
  const waiting = heap.node('object', 'Generator', { location: place })
  heap.edge(waiting, 'internal', 'function', put)
  heap.edge(waiting, 'internal', 'parameters_and_registers', text)
  const table = heap.node('array', '', { id: 1001 })
  const key = heap.node('object', 'Key', { id: 1003 })
  const value = heap.node('object', 'Value', { id: 1005, size: 500 })
  heap.weakMapEntry(table, key, value)
  for (const node of [...plain, waiting, table, key, put, other]) {
    heap.edge(heap.root, 'element', node, node)
  }
  heap.edge(key, 'weak', 'self', other)
  heap.edge(key, 'shortcut', 'elsewhere', other)
  return heap
}

describe('the outline of a heap', () => {
  it('weighs classes of every kind as the whole graph does', async () => {
    const text = sample().json()
    const outline = await short(text)
    expect(outline).toEqual(await long(text))
    expect(outline.classes.map((row) => row.name)).toEqual(
      expect.arrayContaining(['{at, id}', 'closure put', 'async function put', 'Value', '(array)']),
    )
  })

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'is that of the whole graph on random heap %i',
    async (seed) => {
      const text = randomHeap(seed, 3 + seed * 7, 5 + seed * 21).json()
      expect(await short(text)).toEqual(await long(text))
    },
  )

  it('reads the text once and its strings twice', async () => {
    const text = randomHeap(1, 4000, 12_000).json()
    const source = sourceOf(text)
    await heapOutline(source)
    const strings = text.length - text.indexOf('"strings":')
    // The chunk in which the strings begin is read to its end, and so is the block that the search begins with.
    expect(source.bytesRead).toBeLessThanOrEqual(text.length + 2 * Math.max(strings, 1 << 20))
    expect(source.bytesRead).toBeGreaterThanOrEqual(text.length)
  })

  it('counts the classes before it knows what they retain', async () => {
    const seen: string[] = []
    const shares: number[] = []
    const outline = await heapOutline(sourceOf(sample().json()), {
      onProgress: (share) => shares.push(share),
      onClasses: (rows) => seen.push(...rows.map((row) => `${row.count} ${row.name}`)),
    })
    expect(seen.toSorted()).toEqual(
      outline.classes.map((row) => `${row.count} ${row.name}`).toSorted(),
    )
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })

  it('stops when it is cancelled', async () => {
    const cancelled = heapOutline(sourceOf(sample().json()), { signal: { aborted: true } })
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

describe('the outline of a file that V8 would not have written so', () => {
  it('is right where the sections are in another order', async () => {
    const { snapshot, nodes, edges, strings, locations } = sample().document()
    const sorted = JSON.stringify({ edges, locations, nodes, snapshot, strings })
    expect(await short(sorted)).toEqual(await long(sorted))
  })

  it('is right where an object exceeds 4 GiB', async () => {
    const heap = heapBuilder()
    heap.edge(heap.root, 'element', 1, heap.node('object', 'Large', { size: 4_294_967_301 }))
    expect((await short(heap.json())).sizes).toEqual([0, 4_294_967_301])
  })

  it('is right where the counts in the header are not', async () => {
    for (const [nodes, edges] of [
      [1, 1],
      [0, 0],
      [1e15, 1e15],
    ]) {
      const document = sample().document()
      document.snapshot.node_count = nodes ?? 0
      document.snapshot.edge_count = edges ?? 0
      const text = JSON.stringify(document)
      expect(await short(text)).toEqual(await long(text))
    }
  })

  it('is the error of the whole graph where nodes claim edges that they do not have', async () => {
    for (const claim of [0, 1, 50, 4_294_967_290, 4_294_967_295, 9_007_199_254_740_991]) {
      for (const node of [0, 3, 11]) {
        const document = sample().document()
        const { node_fields: fields } = document.snapshot.meta
        document.nodes[node * fields.length + fields.indexOf('edge_count')] = claim
        const text = JSON.stringify(document)
        const expected: unknown = await long(text).catch((error: unknown) => String(error))
        const found: unknown = await short(text).catch((error: unknown) => String(error))
        expect(found, `node ${node} claims ${claim}`).toEqual(expected)
      }
    }
  })

  it('is the error of the whole graph where the file is cut short anywhere', async () => {
    const text = sample().json()
    for (let length = 0; length < text.length - 1; length += 13) {
      const cut = text.slice(0, length)
      const expected: unknown = await long(cut).catch((error: unknown) => String(error))
      const found: unknown = await short(cut).catch((error: unknown) => String(error))
      expect(found, `cut at ${length}`).toEqual(expected)
    }
  })
})
