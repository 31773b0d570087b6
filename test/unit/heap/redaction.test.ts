import { describe, expect, it } from 'vitest'
import { SnapshotError, readSnapshot, redactedKind } from '../../../src/heap/index.ts'
import type { HeapGraph } from '../../../src/heap/index.ts'
import { chunksOf, heapBuilder, randomHeap, seededRandom } from '../../support/heap-builder.ts'
import type { HeapBuilder, SnapshotDocument } from '../../support/heap-builder.ts'
import { redacted } from '../../support/redacted.ts'

const SECRET = 'hunter2-9f8e7d6c5b4a'

/** Everything but the texts. */
function columns(graph: HeapGraph): unknown {
  const { strings, ...rest } = graph
  return { ...rest, strings: strings.count }
}

function read(text: string): Promise<HeapGraph> {
  return readSnapshot(chunksOf(text))
}

/** An object of class `Store` that holds something of everything. */
function store(): HeapBuilder {
  const heap = heapBuilder()
  const owner = heap.node('object', 'Store', { size: 64 })
  heap.edge(heap.root, 'property', 'store', owner)
  heap.edge(owner, 'property', 'password', heap.node('string', SECRET))
  heap.edge(owner, 'element', 3, heap.node('string', `é € 😀 "${SECRET}" \\ \u0000 \ud800`))
  heap.edge(owner, 'hidden', 7, heap.node('regexp', SECRET))
  heap.edge(owner, 'internal', 'map', heap.node('hidden', 'system / Map'))
  heap.edge(owner, 'context', 'sessions', heap.node('closure', 'openSession'))
  heap.edge(owner, 'property', SECRET, heap.node('number', 'heap number'))
  return heap
}

describe('a redacted snapshot', () => {
  it('has the same graph, id by id and size by size', async () => {
    for (const seed of [1, 2, 3]) {
      const text = randomHeap(seed, 500, 3000).json()
      const after = await read(redacted(text).text)
      expect(columns(after)).toEqual(columns(await read(text)))
    }
  })

  it('keeps names and no contents', () => {
    const { text, document } = redacted(store().json())
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain('9f8e')
    for (const name of ['Store', 'store', 'password', 'sessions', 'openSession', 'system / Map']) {
      expect(document.strings).toContain(name)
    }
  })

  it('says the length and the encoding of what it hides', () => {
    const heap = heapBuilder()
    for (const text of ['12 letters …', 'café', '😀', 'tab\tand "quote"']) {
      heap.edge(heap.root, 'element', 0, heap.node('string', text))
    }
    const shown = redacted(heap.json()).document.strings.slice(2).join('\n')
    expect(shown.replaceAll(/ [g-z]{16}\]/g, ']')).toBe(
      '[text 12 utf16]\n[text 4 latin1]\n[text 2 utf16]\n[text 15 latin1]',
    )
  })

  it('says nothing else of two texts of one length, and other things under another key', () => {
    const heap = heapBuilder()
    heap.edge(heap.root, 'element', 0, heap.node('string', 'first secret'))
    heap.edge(heap.root, 'element', 1, heap.node('string', 'other secret'))
    const [, , one = '', other = ''] = redacted(heap.json()).document.strings
    const [, , again = ''] = redacted(heap.json(), { key: 2 }).document.strings
    expect(one.slice(0, 16)).toBe(other.slice(0, 16))
    expect(one).not.toBe(other)
    expect(again).not.toBe(one)
  })

  it('has equal hashes for equal strings of two files under one key', () => {
    const file = (position: number): SnapshotDocument => {
      const heap = heapBuilder()
      for (let at = 0; at < position; at++) heap.node('string', `filler ${at}`)
      heap.node('string', SECRET)
      return redacted(heap.json()).document
    }
    expect(file(1).strings.at(-1)).toBe(file(9).strings.at(-1))
  })

  it('is the same wherever the chunks are cut', () => {
    const text = store().json()
    const whole = redacted(text).text
    for (let chunkBytes = 1; chunkBytes <= 32; chunkBytes++) {
      expect(redacted(text, { chunkBytes }).text, `chunks of ${chunkBytes}`).toBe(whole)
    }
  })

  it('comes in pieces of 64 KiB at most', () => {
    const { largestPiece, text } = redacted(randomHeap(4, 4000, 30000).json())
    expect(text.length).toBeGreaterThan(200_000)
    expect(largestPiece).toBeLessThanOrEqual(65536)
  })

  it('hides a string that is longer than anything that is held at once', () => {
    const heap = heapBuilder()
    heap.edge(heap.root, 'element', 0, heap.node('string', `${'x'.repeat(20_000)}${SECRET}`))
    heap.edge(heap.root, 'element', 1, heap.node('string', `${'x'.repeat(20_000)}other`))
    const [, , one, other] = redacted(heap.json()).document.strings
    expect(one).toMatch(/^\[text 20020 latin1 [g-z]{16}\]$/)
    expect(other).not.toBe(one)
  })

  it('has no names either where none are to be kept', () => {
    const { document } = redacted(store().json(), { names: 'none' })
    const shown = document.strings.filter((text) => redactedKind(text) === null)
    expect(shown).toEqual(['<dummy>', '', 'system / Map', 'heap number', 'map'])
  })

  it('is accepted by the check, and is the same when it is redacted again', () => {
    const once = redacted(store().json())
    const checked = redacted(once.text, { acceptTokens: true })
    expect(checked.text).toBe(once.text)
    expect(checked.counts).toMatchObject({ changed: 0, renumbered: 0, leftOut: 0 })
    expect(once.counts.changed).toBeGreaterThan(0)
  })
})

describe('what only looks harmless', () => {
  it('loses the indexes of sparse arrays', () => {
    const heap = heapBuilder()
    const byPhone = heap.node('object', 'Object')
    heap.edge(heap.root, 'property', 'byPhone', byPhone)
    for (const index of [0, 1, 4_000_000_000]) {
      heap.edge(byPhone, 'element', index, heap.node('object', 'Call'))
    }
    const { document, counts } = redacted(heap.json())
    expect(document.edges.filter((_, at) => at % 3 === 1).slice(1)).toEqual([0, 1, 2])
    expect(counts.renumbered).toBe(1)
  })

  it('loses the content that V8 writes into the name of an entry of a WeakMap', () => {
    const heap = heapBuilder()
    const table = heap.node('hidden', 'system / EphemeronHashTable')
    const value = heap.node('string', `${SECRET} @1) -> value (x @2) pair in WeakMap (table @3)`)
    heap.weakMapEntry(table, heap.node('object', 'Key'), value)
    const { text, document } = redacted(heap.json())
    expect(text).not.toContain('hunter2')
    expect(document.strings).toContain(
      '1 / part of key (key @7) -> value (value @5) pair in WeakMap (table @3)',
    )
  })

  it('loses the properties of a table, and keeps those that other objects have as well', () => {
    const heap = heapBuilder()
    const table = heap.node('object', 'Object')
    const user = heap.node('object', 'User')
    heap.edge(heap.root, 'property', 'users', table)
    for (let at = 0; at < 100; at++) {
      const letters = String(at).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
      heap.edge(table, 'property', `customer_${letters}`, user)
    }
    heap.edge(table, 'property', 'customer', user)
    heap.edge(user, 'property', 'customer', user)
    const shown = redacted(heap.json()).document.strings.filter((text) => /cust/.test(text))
    expect(shown).toEqual(['customer'])
  })

  it('keeps the names of an object with many functions, which is no table', () => {
    const heap = heapBuilder()
    const library = heap.node('object', 'Object')
    heap.edge(heap.root, 'property', 'library', library)
    for (let at = 0; at < 100; at++) {
      heap.edge(library, 'property', `method${at}`, heap.node('closure', 'call'))
    }
    expect(redacted(heap.json()).document.strings).toContain('method99')
  })

  it('loses sections and parts of the header that nobody knows', () => {
    const document = { ...store().document(), extra: { note: SECRET } }
    const snapshot = { ...document.snapshot, title: SECRET, extra_native_bytes: 7 }
    const source = { ...document, snapshot }
    const ordered = { snapshot, nodes: source.nodes, edges: source.edges, extra: source.extra }
    const { text, document: after, counts } = redacted({ ...ordered, strings: source.strings })
    expect(text).not.toContain('hunter2')
    expect(after.snapshot.extra_native_bytes).toBe(7)
    expect(counts.leftOut).toBe(2)
  })

  it('keeps the tables of scopes, which later versions write, with the names of their variables', () => {
    const document = store().document()
    const { strings, ...rest } = document
    const name = strings.push('onlyInScopes') - 1
    Object.assign(document.snapshot.meta, {
      scope_fields: ['script_node_index', 'scope_id'],
      scope_context_var_fields: ['name'],
    })
    const scopes = { scopes: [0, -2, 7, 12], scope_context_vars: [name] }
    const { document: after, counts } = redacted({ ...rest, ...scopes, strings })
    expect(after).toMatchObject(scopes)
    expect(after.strings).toContain('onlyInScopes')
    expect(counts.leftOut).toBe(0)
  })

  it('takes a type of node that nobody knows for contents', () => {
    const document = store().document()
    document.snapshot.meta.node_types[0] = ['hidden', 'new type']
    const rows = [0, 1, 1, 0, 1, 0, 0, 1, 2, 3, 8, 0, 0, 0]
    const strings = ['<dummy>', '', 'ordinary']
    const { document: after } = redacted({
      ...document,
      nodes: rows,
      edges: [2, 1, 7],
      locations: [],
      strings,
    })
    expect(after.strings[2]).toMatch(/^\[text 8 /)
  })

  it('keeps the name of a variable that only the description of a scope has', () => {
    const heap = heapBuilder()
    const scope = heap.node('code', 'system / ScopeInfo')
    const pool = heap.node('code', '(constant pool)')
    const context = heap.node('object', 'system / Context')
    heap.edge(heap.root, 'internal', 'context', context)
    heap.edge(scope, 'hidden', 0, heap.node('string', 'exportedSessions'))
    heap.edge(pool, 'hidden', 0, heap.node('string', 'swordfishpassword'))
    heap.edge(context, 'internal', 'scope_info', scope)
    heap.edge(context, 'context', 'sessions', pool)
    const { strings } = redacted(heap.json()).document
    expect(strings).toContain('exportedSessions')
    expect(strings).not.toContain('swordfishpassword')
  })
})

describe('input that cannot be redacted', () => {
  const broken = (change: (document: SnapshotDocument) => void): (() => unknown) => {
    const document = store().document()
    change(document)
    return () => redacted(document)
  }

  it('is refused where strings come before what they are used for', () => {
    const { snapshot, strings, ...rest } = store().document()
    expect(() => redacted({ snapshot, strings, ...rest })).toThrow(/'strings' stands where V8/)
  })

  it('is refused at every byte where it could end too early', () => {
    const { text } = redacted(store().json())
    for (let end = 0; end < text.length - 1; end += 7) {
      expect(() => redacted(text.slice(0, end))).toThrow(SnapshotError)
    }
  })

  it('ends in a coded error or in a whole file without the secret, whatever bytes are changed', () => {
    const bytes = new TextEncoder().encode(store().json())
    const random = seededRandom(5)
    const below = (limit: number): number => Math.floor(random() * limit)
    let whole = 0
    for (let round = 0; round < 2000; round++) {
      const changed = bytes.slice()
      for (let n = below(4); n >= 0; n--) changed[below(bytes.length)] = 32 + below(95)
      try {
        const { text } = redacted(new TextDecoder().decode(changed), { chunkBytes: 1 + below(700) })
        expect(text).not.toMatch(/f8e7d6c5|unter2-9/)
        whole++
      } catch (error) {
        if (!(error instanceof SnapshotError)) throw error
      }
    }
    expect(whole).toBeGreaterThan(100)
  })

  it('is refused where rows contradict one another', () => {
    expect(broken(({ nodes }) => (nodes[0] = 99))).toThrow(/type 99/)
    expect(broken(({ nodes }) => (nodes[1] = 4_000_000_000))).toThrow(/string 4000000000/)
    expect(broken(({ edges }) => (edges[2] = 3))).toThrow(/target 3/)
    expect(broken(({ edges }) => edges.splice(-3))).toThrow(/1 edges more/)
    expect(broken(({ edges }) => edges.push(2, 1, 0))).toThrow(/more edges/)
    expect(broken(({ nodes }) => nodes.pop())).toThrow(/lacks 1 numbers/)
  })
})
