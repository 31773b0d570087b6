// The columns of a snapshot into the tables that a query names, chunk by chunk.

import type { DuckdbConnection } from './duckdb.ts'
import type { QueryDatabase } from './query-database.ts'
import type { SnapshotFacts } from './snapshot-facts.ts'
import { STORED_TABLES } from './stored-tables.ts'
import type { StoredTable } from './stored-tables.ts'

/** What DuckDB takes at once. */
const CHUNK_ROWS = 2048
/** Rows between two looks at the event loop, so that an interrupt is seen. */
const PAUSE_ROWS = 1 << 17

/** Fills what `sql` may read and nothing else. O(rows); no object is made a row. */
export async function fillTables(
  database: QueryDatabase,
  facts: SnapshotFacts,
  sql: string,
  onProgress?: (table: string, share: number) => void,
): Promise<void> {
  const words = wordsOf(sql)
  for (const table of STORED_TABLES) {
    if (!table.words.some((word) => words.has(word))) continue
    onProgress?.(table.name, 0)
    await fill(database, table, facts, (share) => onProgress?.(table.name, share))
  }
}

async function fill(
  { duckdb, connection }: { duckdb: QueryDatabase['duckdb']; connection: DuckdbConnection },
  table: StoredTable,
  facts: SnapshotFacts,
  onProgress: (share: number) => void,
): Promise<void> {
  const { count, columns } = table.rows(facts)
  const appender = await connection.createAppender(table.name, 'columns')
  const chunk = duckdb.DuckDBDataChunk.create(columns.map(({ type }) => duckdb[type]))
  for (let first = 0; first < count; first += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, count - first)
    chunk.reset()
    chunk.rowCount = rows
    for (const [at, column] of columns.entries()) {
      const vector = chunk.getColumnVector(at)
      for (let row = 0; row < rows; row++) vector.setItem(row, column.at(first + row))
      vector.flush()
    }
    appender.appendDataChunk(chunk)
    if (first % PAUSE_ROWS !== 0) continue
    onProgress(first / count)
    await new Promise((resolve) => setImmediate(resolve))
  }
  appender.closeSync()
}

/** The words of a query. A query that puts another together while it runs may read any table. */
function wordsOf(sql: string): ReadonlySet<string> {
  const words = new Set(sql.toLowerCase().match(/\w+/g))
  if (!words.has('query') && !words.has('query_table')) return words
  return new Set(STORED_TABLES.flatMap((table) => table.words))
}
