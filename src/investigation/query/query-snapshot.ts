// `tidemark query`: one snapshot file as tables, one statement over them.

import { readSnapshot } from '../../heap/index.ts'
import { openInput } from '../input/open-input.ts'
import { fileError } from '../redaction/redact-files.ts'
import { fillTables } from './fill-tables.ts'
import { registerPathFunction } from './path-function.ts'
import { plainValue } from './plain-value.ts'
import type { PlainValue } from './plain-value.ts'
import { queryDatabase, queryError, readingStatement, runStatement } from './query-database.ts'
import { SnapshotFacts } from './snapshot-facts.ts'
import { VIEW_STATEMENTS } from './table-views.ts'

export interface QueryRequest {
  /** A snapshot, gzipped or not; `-` is stdin. */
  readonly file: string
  /** One statement that reads. */
  readonly sql: string
  readonly onProgress?: (step: string, share: number) => void
}

export interface QueryResult extends AsyncDisposable {
  /** No name twice. */
  readonly columns: readonly string[]
  /** Rows as they are found, once. Rejects with `QUERY_FAILED`. */
  rows(): AsyncGenerator<readonly PlainValue[]>
}

/**
 * The statement is checked before the file is read. Memory: the graph, and of the tables that the statement names what
 * DuckDB keeps of their columns. Rejects with `PEER_MISSING`, `QUERY_FAILED` or an error of the file.
 */
export async function querySnapshot(request: QueryRequest): Promise<QueryResult> {
  const { file, sql, onProgress } = request
  const database = await queryDatabase()
  let facts: SnapshotFacts | null = null
  try {
    registerPathFunction(database, () => facts)
    for (const statement of VIEW_STATEMENTS) await database.connection.run(statement)
    await readingStatement(database, sql)
    facts = new SnapshotFacts(await graphOf(file, onProgress))
    await fillTables(database, facts, sql, onProgress)
    onProgress?.('querying', 0)
    const result = await runStatement(await readingStatement(database, sql))
    return {
      columns: result.deduplicatedColumnNames(),
      async *rows() {
        try {
          for await (const rows of result.yieldRowsJs()) {
            for (const row of rows) yield row.map(plainValue)
          }
        } catch (error) {
          throw queryError(error)
        }
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

async function graphOf(file: string, onProgress: QueryRequest['onProgress']) {
  const source = await openInput(file).catch((error: unknown) => {
    throw fileError(error, file)
  })
  const { chunks, byteLength } = source
  try {
    return await readSnapshot(chunks, {
      ...(byteLength === null ? {} : { byteLength }),
      onProgress: (share) => onProgress?.('reading', share),
    })
  } catch (error) {
    throw fileError(error, file)
  } finally {
    await source.close()
  }
}
