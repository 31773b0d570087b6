import { describe, expect, it } from 'vitest'
import { chunksOf, heapBuilder, randomHeap } from '../../support/heap-builder.ts'
import type { SnapshotDocument } from '../../support/heap-builder.ts'
import { SnapshotError, readSnapshot } from '../../../src/heap/index.ts'

/** Three nodes, two edges, a location. */
function document(): SnapshotDocument {
  const heap = heapBuilder()
  const map = heap.node('object', 'Map', { size: 64 })
  const put = heap.node('closure', 'put', { location: { scriptId: 7, line: 3, column: 12 } })
  heap.edge(heap.root, 'property', 'cache', map)
  heap.edge(map, 'context', 'put', put)
  return heap.document()
}

async function failure(text: string | Uint8Array[], chunkBytes?: number): Promise<SnapshotError> {
  try {
    await readSnapshot(typeof text === 'string' ? chunksOf(text, chunkBytes) : text)
  } catch (error) {
    if (error instanceof SnapshotError) return error
    throw error
  }
  throw new Error('it was read without an error')
}

/** The text with the number `index` of a section replaced by a mark, and where the mark stands. */
function withNumber(section: 'nodes' | 'edges' | 'locations', index: number, mark: string) {
  const bent = document()
  bent[section][index] = 1234554321
  const text = JSON.stringify(bent)
  return { text: text.replace('1234554321', mark), offset: text.indexOf('1234554321') }
}

describe('the error says what the file is not', () => {
  it.each([
    ['an empty file', '', 'SNAPSHOT_EMPTY', 0],
    ['a file of blanks', ' \n\n', 'SNAPSHOT_EMPTY', 3],
    ['a web page', '<!doctype html>', 'SNAPSHOT_NOT_A_SNAPSHOT', 0],
    ['an array', '  [1,2]', 'SNAPSHOT_NOT_A_SNAPSHOT', 2],
    ['an empty object', '{}', 'SNAPSHOT_NOT_A_SNAPSHOT', 2],
    ['other JSON', '{"head":{"id":1},"samples":[{"size":1}]}', 'SNAPSHOT_NOT_A_SNAPSHOT', 40],
    ['a CPU profile', '{"nodes":[{"id":1}]}', 'SNAPSHOT_NOT_A_SNAPSHOT', 10],
    ['no JSON after all', '{"a":1,"b":?}', 'SNAPSHOT_NOT_A_SNAPSHOT', 11],
    ['a header of another kind', '{"snapshot":{"version":2}}', 'SNAPSHOT_NOT_A_SNAPSHOT', 11],
    ['a header that is no JSON', '{"snapshot":{"meta" true}}', 'SNAPSHOT_NOT_A_SNAPSHOT', 11],
    ['a header that is null', '{"snapshot":null}', 'SNAPSHOT_NOT_A_SNAPSHOT', 11],
    ['half a header', '{"snapshot":{"meta":{"node_fi', 'SNAPSHOT_TRUNCATED', 29],
  ])('%s', async (_, text, code, offset) => {
    expect(await failure(text)).toMatchObject({ name: 'SnapshotError', code, offset })
    expect(await failure(text, 1)).toMatchObject({ code, offset })
  })

  it('compressed data, with what to do', async () => {
    const error = await failure([Uint8Array.of(0x1f, 0x8b, 8, 0)])
    expect(error).toMatchObject({ code: 'SNAPSHOT_NOT_A_SNAPSHOT', offset: 0 })
    expect(error.hint).toContain('gzip')
  })

  it('a header without one of the columns that are needed', async () => {
    for (const field of ['type', 'name', 'id', 'self_size', 'edge_count']) {
      const bent = document()
      const fields = bent.snapshot.meta.node_fields
      fields[fields.indexOf(field)] = 'other'
      const error = await failure(JSON.stringify(bent))
      expect(error.code).toBe('SNAPSHOT_NOT_A_SNAPSHOT')
      expect(error.message).toContain(`'${field}'`)
    }
  })

  it('a header that names no types, or too many', async () => {
    for (const types of [[], Array.from({ length: 257 }, (_, at) => `t${at}`)]) {
      const bent = document()
      bent.snapshot.meta.node_types[0] = types
      expect((await failure(JSON.stringify(bent))).code).toBe('SNAPSHOT_NOT_A_SNAPSHOT')
    }
  })

  it('a header without end', async () => {
    const error = await failure(`{"snapshot":{"meta":"${'x'.repeat(2 ** 21)}"}}`)
    expect(error.code).toBe('SNAPSHOT_TOO_LARGE')
  })
})

describe('the error says at which byte', () => {
  it('a file ends too early, wherever that is', async () => {
    const text = JSON.stringify(document())
    for (let length = 1; length < text.length; length++) {
      const error = await failure(text.slice(0, length), 50)
      expect(error, `${length} bytes`).toMatchObject({
        code: 'SNAPSHOT_TRUNCATED',
        offset: length,
      })
    }
  })

  it('a file ends too early, with what was promised', async () => {
    const text = JSON.stringify(document())
    const error = await failure(text.slice(0, text.indexOf('"edges"') + 12))
    expect(error.message).toContain("in the section 'edges', after 3 of 3 nodes and 0 of 2 edges")
  })

  it.each([
    ['a letter', 'x'],
    ['a negative number that no index is', '-3000000000'],
    ['a string', '"1"'],
    ['nothing', ''],
    ['an object', '{}'],
    ['null', 'null'],
  ])('numbers are expected and %s is found', async (_, mark) => {
    for (const section of ['nodes', 'edges', 'locations'] as const) {
      const { text, offset } = withNumber(section, 2, mark)
      expect(await failure(text), `${section}`).toMatchObject({ code: 'SNAPSHOT_CORRUPT', offset })
      expect(await failure(text, 1), `${section}`).toMatchObject({
        code: 'SNAPSHOT_CORRUPT',
        offset,
      })
    }
  })

  it.each([
    ['a fraction', '1.5', 1],
    ['an exponent', '1e3', 1],
    ['a minus alone', '-', 1],
    ['two numbers without a comma', '1 2', 2],
  ])('numbers are expected and %s is found', async (_, mark, after) => {
    const { text, offset } = withNumber('nodes', 9, mark)
    const error = { code: 'SNAPSHOT_CORRUPT', offset: offset + after }
    expect(await failure(text)).toMatchObject(error)
    expect(await failure(text, 2)).toMatchObject(error)
  })

  it.each([
    ['a node type that has no name', 'nodes', 7, '99', /type 99, but the header names 15/],
    ['an id beyond 32 bits', 'nodes', 9, '4294967296', /does not fit 32 bits/],
    ['a shallow size beyond 2^53', 'nodes', 10, '99999999999999999', /is too large/],
    ['a number of 40 digits', 'nodes', 10, '1'.repeat(40), /is too large/],
    ['an edge count beyond all', 'nodes', 11, '4294967295', /add up to more/],
    ['an edge type that has no name', 'edges', 3, '7', /type 7, but the header names 7/],
    ['a target within a row', 'edges', 2, '8', /not a multiple of 7/],
    ['a target beyond the nodes', 'edges', 5, '21', /lies beyond the 3 nodes/],
    ['a target beyond 32 bits', 'edges', 5, '70000000000', /lies beyond the 3 nodes/],
    ['a location within a row', 'locations', 0, '3', /not the offset of a node row/],
    ['a line beyond 32 bits', 'locations', 2, '4294967296', /does not fit 32 bits/],
  ] as const)('there is %s', async (...row) => {
    const [, section, index, mark, message] = row
    const { text, offset } = withNumber(section, index, mark)
    for (const bytes of [65536, 64, 2, 1]) {
      const error = await failure(text, bytes)
      expect(error, `chunks of ${bytes}`).toMatchObject({ code: 'SNAPSHOT_CORRUPT', offset })
      expect(error.message).toMatch(message)
    }
  })

  it('a bad number stands deep in a large section', async () => {
    const bent = randomHeap(8, 4000, 30_000).document()
    bent.edges[3 * 29_000 + 2] = 999_999_999
    const text = JSON.stringify(bent)
    const error = await failure(text, 4096)
    expect(error.offset).toBe(text.indexOf('999999999'))
    expect(error.message).toContain('edge row 29000')
  })

  it('an escape is broken', async () => {
    for (const [mark, after] of [
      ['\\x', 1],
      ['\\u12g4', 4],
    ] as const) {
      const text = JSON.stringify(document()).replace('cache', () => mark)
      const offset = text.indexOf(mark) + after
      expect(await failure(text, 3)).toMatchObject({ code: 'SNAPSHOT_CORRUPT', offset })
    }
  })

  it('something follows the end', async () => {
    const text = JSON.stringify(document())
    const error = await failure(`${text}\n{}`)
    expect(error).toMatchObject({ code: 'SNAPSHOT_CORRUPT', offset: text.length + 1 })
  })

  it('brackets do not match in a section that is passed over', async () => {
    const text = JSON.stringify({ ...document(), more: [[1]] }).replace('[[1]]', '[[1}]')
    const error = await failure(text)
    expect(error).toMatchObject({ code: 'SNAPSHOT_CORRUPT', offset: text.indexOf('[[1}') + 3 })
  })

  it('values are nested without end', async () => {
    const text = `{"a":${'['.repeat(1e6)}`
    expect(await failure(text)).toMatchObject({ code: 'SNAPSHOT_NOT_A_SNAPSHOT', offset: 5 + 4096 })
  })
})

describe('sections that contradict one another', () => {
  async function bent(change: (snapshot: SnapshotDocument) => void): Promise<SnapshotError> {
    const snapshot = document()
    change(snapshot)
    const error = await failure(JSON.stringify(snapshot))
    expect(error.code).toBe('SNAPSHOT_CORRUPT')
    return error
  }

  it('edge counts that do not add up', async () => {
    for (const count of [0, 2]) {
      const error = await bent((snapshot) => (snapshot.nodes[4] = count))
      expect(error.message).toContain(`the nodes have ${count + 1} edges by their own counts`)
    }
  })

  it('rows that are cut short', async () => {
    expect((await bent((snapshot) => snapshot.nodes.pop())).message).toContain('lacks 1 number')
    expect((await bent((snapshot) => snapshot.edges.push(0))).message).toContain('lacks 2 number')
  })

  it('names that do not exist', async () => {
    const node = await bent((snapshot) => (snapshot.nodes[8] = 77))
    expect(node.message).toContain('node row 1 has string 77')
    const edge = await bent((snapshot) => (snapshot.edges[1] = 78))
    expect(edge.message).toContain('edge row 0 has string 78')
  })

  it('locations of nodes that do not exist', async () => {
    const error = await bent((snapshot) => (snapshot.locations[0] = 700))
    expect(error.message).toContain('node 100 of 3')
  })

  it('targets that do not exist, where the edges come first', async () => {
    const { edges, snapshot, ...rest } = document()
    edges[2] = 700
    const error = await failure(JSON.stringify({ snapshot, edges, ...rest }))
    expect(error.message).toContain('edge row 0 leads to node 100 of 3')
  })

  it('no nodes, a section that is missing, a section that comes twice', async () => {
    expect((await bent((snapshot) => (snapshot.nodes = snapshot.edges = []))).message).toContain(
      'is empty',
    )
    for (const section of ['nodes', 'edges', 'strings'] as const) {
      const error = await bent((snapshot) => Reflect.deleteProperty(snapshot, section))
      expect(error.message).toContain(`'${section}' is missing`)
      const text = JSON.stringify(document())
      const twice = `${text.slice(0, -1)},"${section}":[]}`
      expect(await failure(twice)).toMatchObject({
        code: 'SNAPSHOT_CORRUPT',
        offset: twice.length - 4,
      })
    }
  })
})

describe('cancelling', () => {
  it('ends the reading with CANCELLED', async () => {
    const signal = { aborted: false }
    let taken = 0
    function* chunks(): Generator<Uint8Array> {
      for (const chunk of chunksOf(JSON.stringify(document()), 20)) {
        if (++taken === 5) signal.aborted = true
        yield chunk
      }
    }
    await expect(readSnapshot(chunks(), { signal })).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(taken).toBe(5)
  })

  it('an error of the source itself comes through as it is', async () => {
    const broken = new Error('disk')
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(0)
      throw broken
    }
    await expect(readSnapshot(chunks())).rejects.toBe(broken)
  })

  it('progress rises to at most 1 and needs the length', async () => {
    const shares: number[] = []
    const chunks = chunksOf(JSON.stringify(document()), 100)
    const byteLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    await readSnapshot(chunks, { byteLength, onProgress: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(0)
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
  })
})
