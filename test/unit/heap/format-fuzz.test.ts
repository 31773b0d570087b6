import { describe, expect, it } from 'vitest'
import { chunksOf, heapBuilder, seededRandom } from '../../support/heap-builder.ts'
import {
  SnapshotError,
  classHistogram,
  dominatorTree,
  readSnapshot,
  strongEdges,
} from '../../../src/heap/index.ts'

/** What a snapshot may cost whatever it claims: columns and strings, each at most doubled while they grow. */
const MOST_BYTES_PER_BYTE = 16
const FIXED_BYTES = 4 * 2 ** 20

function sample(): Uint8Array {
  const heap = heapBuilder()
  const nodes = [heap.root]
  const random = seededRandom(99)
  for (let n = 0; n < 12; n++) {
    const type = n % 3 === 0 ? 'closure' : 'object'
    const location = { scriptId: 3, line: n, column: 5 }
    nodes.push(heap.node(type, n % 2 === 0 ? 'Object' : `N${n}\n`, { size: n * 8, location }))
  }
  for (let e = 0; e < 30; e++) {
    const from = nodes[Math.floor(random() * nodes.length)] ?? 0
    const to = nodes[Math.floor(random() * nodes.length)] ?? 0
    heap.edge(from, e % 5 === 0 ? 'element' : 'property', e % 5 === 0 ? e : `p${e}`, to)
  }
  heap.weakMapEntry(1, 2, 3)
  return new TextEncoder().encode(heap.json())
}

/** Reads, and computes everything if it can be read; returns the code, or `null` where it is valid. */
async function outcome(chunks: Uint8Array[], byteLength?: number): Promise<string | null> {
  try {
    const graph = await readSnapshot(chunks, byteLength === undefined ? {} : { byteLength })
    const tree = dominatorTree(graph, strongEdges(graph))
    classHistogram(graph, tree)
    return null
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error
    const told = error.offset >= 0 && error.message !== '' && error.hint !== ''
    if (!told) throw new Error(`says too little: ${error.code}`, { cause: error })
    return error.code
  }
}

function mutated(source: Uint8Array, seed: number): Uint8Array {
  const random = seededRandom(seed)
  const bytes = Uint8Array.from(source)
  const place = (): number => Math.floor(random() * bytes.length)
  const flips = 1 + Math.floor(random() * 4)
  for (let flip = 0; flip < flips; flip++) {
    const at = place()
    const kind = random()
    if (kind < 0.4) bytes[at] = Math.floor(random() * 256)
    else if (kind < 0.6) bytes[at] = 48 + Math.floor(random() * 10)
    else if (kind < 0.8) bytes[at] = '{}[]",:\\ -.eE'.charCodeAt(Math.floor(random() * 13))
    else bytes.copyWithin(at, place(), place())
  }
  return bytes
}

describe('a damaged snapshot is read or refused with a coded error', () => {
  it('after random changes of bytes', async () => {
    const source = sample()
    const codes = new Map<string | null, number>()
    for (let seed = 0; seed < 4000; seed++) {
      const bytes = mutated(source, seed)
      const code = await outcome([bytes], seed % 2 === 0 ? bytes.length : undefined)
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    // Otherwise the changes would have missed what they aim at.
    expect(codes.get(null) ?? 0).toBeGreaterThan(50)
    expect(codes.get('SNAPSHOT_CORRUPT') ?? 0).toBeGreaterThan(500)
    expect(codes.get('SNAPSHOT_NOT_A_SNAPSHOT') ?? 0).toBeGreaterThan(50)
  })

  it('in the same way wherever the chunks are cut', async () => {
    const source = sample()
    for (let seed = 0; seed < 300; seed++) {
      const bytes = mutated(source, seed)
      const whole = await outcome([bytes])
      const cut = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) =>
        bytes.subarray(at * 7, at * 7 + 7),
      )
      expect(await outcome(cut), `seed ${seed}`).toBe(whole)
    }
  })

  it('cut off at every byte', async () => {
    const source = sample()
    for (let length = 0; length < source.length; length++) {
      const code = await outcome([source.subarray(0, length)], source.length)
      expect(code).toBe(length === 0 ? 'SNAPSHOT_EMPTY' : 'SNAPSHOT_TRUNCATED')
    }
  })
})

describe('memory', () => {
  /** External bytes that one reading allocated. */
  async function allocated(chunks: Uint8Array[], byteLength?: number): Promise<number> {
    const before = process.memoryUsage().arrayBuffers
    await outcome(chunks, byteLength)
    return process.memoryUsage().arrayBuffers - before
  }

  it('follows the bytes of the file, whatever the counts claim', async () => {
    const text = new TextDecoder().decode(sample())
    for (const claim of ['4294967295', '9007199254740991', '1e300', '99999999']) {
      const inflated = text
        .replace(/"node_count":\d+/, `"node_count":${claim}`)
        .replace(/"edge_count":\d+/, `"edge_count":${claim}`)
      const chunks = chunksOf(inflated)
      const bytes = inflated.length
      const most = MOST_BYTES_PER_BYTE * bytes + FIXED_BYTES
      expect(await allocated(chunks)).toBeLessThan(most)
      expect(await allocated(chunks, bytes)).toBeLessThan(most)
      expect(await allocated([chunks[0]?.subarray(0, 1500) ?? new Uint8Array(0)])).toBeLessThan(
        most,
      )
    }
  })

  it('follows the bytes of a section whose numbers have one digit each', async () => {
    const text = new TextDecoder().decode(sample())
    const start = text.indexOf('"edges":[') + '"edges":['.length
    const zeros = text.slice(0, start) + '0,'.repeat(1_500_000) + text.slice(start)
    const most = MOST_BYTES_PER_BYTE * zeros.length + FIXED_BYTES
    expect(await allocated(chunksOf(zeros))).toBeLessThan(most)
    const early = `{"edges":[${'0,'.repeat(1_500_000)}0],${text.slice(1)}`
    expect(await allocated(chunksOf(early))).toBeLessThan(most)
  })
})
