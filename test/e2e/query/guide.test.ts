// The guide's queries against a real snapshot, and the tables against the graph that they are made of.

import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSnapshot, strongEdges } from '../../../src/heap/index.ts'
import { querySnapshot } from '../../../src/investigation/index.ts'
import type { PlainValue } from '../../../src/investigation/index.ts'
import { PROGRAMS } from '../../support/run-tidemark.ts'

type Row = Readonly<Record<string, PlainValue>>

const directory = mkdtempSync(join(tmpdir(), 'query-'))
const file = join(directory, 'kinds.heapsnapshot')

beforeAll(() => {
  execFileSync(process.execPath, ['--expose-gc', join(PROGRAMS, 'many-kinds.mjs'), file])
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

async function ask(sql: string): Promise<Row[]> {
  const result = await querySnapshot({ file, sql })
  const rows: Row[] = []
  try {
    for await (const row of result.rows()) {
      rows.push(Object.fromEntries(result.columns.map((name, at) => [name, row[at] ?? null])))
    }
  } finally {
    await result[Symbol.asyncDispose]()
  }
  return rows
}

const GUIDE = readFileSync(new URL('../../../docs/guides/query.md', import.meta.url), 'utf8')
const QUERIES = [...GUIDE.matchAll(/### (.+)\n[^#]*?```sql\n([^`]+)```/g)].map(
  ([, title = '', sql = '']) => ({ title, sql }),
)

/** 1-based. */
function lineOf(text: string): number {
  const lines = readFileSync(join(PROGRAMS, 'many-kinds.mjs'), 'utf8').split('\n')
  return lines.findIndex((line) => line.includes(text)) + 1
}

/** By title: a row that must be among the answers. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'Which classes hold the most': { class: 'Map' },
  'Which single objects hold the most': { class: 'ArrayBuffer' },
  'Why an object is alive': { class: 'Map', edge_type: 'internal' },
  'The paths of several objects, side by side': {
    path: expect.stringMatching(/^Session\..*Map.*synthetic/),
  },
  'What points at objects of a class': { holder: '(array)', reference: '[…]', times: 2000 },
  'Who would free them: the immediate dominators of a class': { class: '(array)', objects: 2000 },
  'From an object up to the root, dominator by dominator': { step: 2, class: 'Map' },
  'What an object consists of, one level down': { class: 'Array', objects: 1 },
  'Strings that are there more than once': { name: 'a city that has a long name', copies: 300 },
  'The largest strings': { beginning: 'a line of a page that is long enough to ' },
  'Short slices that keep long strings': { slices: 5 },
  'The largest Maps and Sets': { class: 'Map' },
  'Memory outside of the heap': { class: 'ArrayBuffer', shallow_size: 3_000_000 },
  'Variables that functions keep': { variable: 'large', class: 'Array', scopes: 1 },
  'Listeners by event': { event: 'change', listeners: 40 },
  'Timers and what they call': { line_number: lineOf('setInterval(') },
  'Global variables by size': { variable: 'Math' },
}

describe('the queries of the guide', () => {
  it('are twenty', () => {
    expect(QUERIES).toHaveLength(20)
    expect(
      Object.keys(EXPECTED).filter((title) => !QUERIES.some((q) => q.title === title)),
    ).toEqual([])
  })

  it.each(QUERIES)('answer: $title', async ({ title, sql }) => {
    const rows = await ask(sql)
    const wanted: unknown = expect.objectContaining(EXPECTED[title] ?? {})
    expect(rows as readonly unknown[]).toContainEqual(wanted)
  })

  it('find the fifty empty arrays and the forty functions of one line', async () => {
    const sqlOf = (title: string): string => QUERIES.find((q) => q.title === title)?.sql ?? ''
    const [empty] = await ask(sqlOf('Empty arrays'))
    expect(empty?.['arrays']).toBeGreaterThanOrEqual(50)
    const functions = sqlOf('Functions by the line that makes them').replace(
      "type = 'closure'",
      "type = 'closure' AND script LIKE '%many-kinds.mjs'",
    )
    expect((await ask(functions))[0]).toMatchObject({ functions: 40 })
    const sizes = await ask(sqlOf('Sizes of objects, by powers of two'))
    expect(sizes.map((row) => row['from_bytes'])).toContain(2 ** 21)
  })
})

describe('the tables', () => {
  it('hold what the graph holds', async () => {
    const graph = await readSnapshot(createReadStream(file))
    const [row] = await ask(`SELECT
      (SELECT count(*) FROM nodes) AS nodes,
      (SELECT sum(shallow_size) FROM nodes) AS bytes,
      (SELECT sum(edges) FROM nodes) AS degrees,
      (SELECT count(*) FROM edges) AS edges,
      (SELECT count(*) FROM edges WHERE strong) AS strong,
      (SELECT sum(from_id) FROM edges) AS sources,
      (SELECT count(*) FROM edges WHERE name IS NULL AND index IS NULL) AS unnamed,
      (SELECT count(*) FROM strings) AS strings,
      (SELECT sum(objects) FROM classes) AS objects,
      (SELECT retained_size FROM dominators WHERE dominator_id IS NULL) AS reached,
      (SELECT sum(shallow_size) FROM nodes JOIN dominators USING (id)) AS summed,
      (SELECT count(*) FROM locations) AS locations`)
    let sources = 0
    for (let node = 0; node < graph.nodeCount; node++) {
      const edges = (graph.firstEdge[node + 1] ?? 0) - (graph.firstEdge[node] ?? 0)
      sources += edges * (graph.nodeId[node] ?? 0)
    }
    const strong = strongEdges(graph).reduce((sum, one) => sum + one, 0)
    expect(row).toMatchObject({
      nodes: graph.nodeCount,
      bytes: Array.from(graph.shallowSize).reduce((sum, size) => sum + size, 0),
      degrees: graph.edgeCount,
      edges: graph.edgeCount,
      strong,
      sources,
      unnamed: 0,
      strings: graph.strings.count,
      objects: graph.nodeCount,
      locations: graph.locations.count,
    })
    expect(row?.['reached']).toBe(row?.['summed'])
  })

  it('are all there for a query that names its tables while it runs', async () => {
    const [row] = await ask("SELECT count(*) AS rows FROM query('FROM no' || 'des')")
    expect(row?.['rows']).toBeGreaterThan(10_000)
  })

  it('have no path for an id that no object has, and for no id', async () => {
    expect(await ask('FROM paths(2147483646)')).toEqual([])
    expect(await ask('FROM paths(NULL)')).toEqual([])
    expect(await ask('FROM paths((SELECT id FROM nodes WHERE false))')).toEqual([])
  })
})

describe('a query', () => {
  const outside = join(directory, 'outside')

  it.each([
    `COPY nodes TO '${outside}'`,
    `SELECT * FROM read_text('${file}')`,
    `SELECT * FROM read_csv('/etc/hosts')`,
    `SELECT * FROM glob('/*')`,
    `ATTACH '${outside}'`,
    `EXPORT DATABASE '${outside}'`,
    `EXPLAIN ANALYZE COPY nodes TO '${outside}'`,
    'INSTALL httpfs',
    "LOAD 'httpfs'",
    'SET enable_external_access = true',
    "SET profiling_output = 'here'",
    'SET lock_configuration = false',
    'CREATE TABLE more (id INTEGER)',
    'DROP VIEW nodes',
    'DELETE FROM columns.nodes',
    'SELECT 1; SELECT 2',
    '',
    'SELECT FROM WHERE',
    'SELECT * FROM nobody',
  ])('has no way out of its snapshot and no second statement: %s', async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({ code: 'QUERY_FAILED' })
    expect(() => readFileSync(outside)).toThrow('ENOENT')
  })

  it('fails with a code where it only fails while it runs', async () => {
    const sql = 'SELECT CAST(name AS INTEGER) AS number FROM nodes'
    await expect(ask(sql)).rejects.toMatchObject({ code: 'QUERY_FAILED' })
  })
})
