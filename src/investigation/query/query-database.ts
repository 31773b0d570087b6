// One database in memory for one query, closed to everything else: no files, no network, no extensions, nothing spilled to
// disk. The text of a query may come from a page, a chat or a colleague.

import { TidemarkError } from '../../protocol/index.ts'
import { loadDuckdb } from './duckdb.ts'
import type { Duckdb, DuckdbConnection, DuckdbResult, DuckdbStatement } from './duckdb.ts'

/** The order matters: after the last nothing can be changed, by the query either. */
const SETTINGS = [
  'autoinstall_known_extensions = false',
  'autoload_known_extensions = false',
  'allow_community_extensions = false',
  "temp_directory = ''",
  'enable_external_access = false',
  'lock_configuration = true',
]

export interface QueryDatabase extends AsyncDisposable {
  readonly duckdb: Duckdb
  readonly connection: DuckdbConnection
}

/** Throws `PEER_MISSING`. */
export async function queryDatabase(): Promise<QueryDatabase> {
  const duckdb = await loadDuckdb()
  const instance = await duckdb.DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const setting of SETTINGS) await connection.run(`SET ${setting}`)
  return {
    duckdb,
    connection,
    [Symbol.asyncDispose]() {
      connection.closeSync()
      instance.closeSync()
      return Promise.resolve()
    },
  }
}

/** The statement, planned but not run. Throws `QUERY_FAILED` for anything but one statement that reads. */
export async function readingStatement(
  { duckdb, connection }: QueryDatabase,
  sql: string,
): Promise<DuckdbStatement> {
  const statement = await guarded(async () => {
    const statements = await connection.extractStatements(sql)
    return statements.count === 1 ? await statements.prepare(0) : null
  })
  if (statement === null) {
    throw new TidemarkError('QUERY_FAILED', 'one statement is expected', {
      hint: 'a query with several steps is written with WITH a AS (…), b AS (…) SELECT …',
    })
  }
  const { SELECT, EXPLAIN } = duckdb.StatementType
  if (statement.statementType !== SELECT && statement.statementType !== EXPLAIN) {
    throw new TidemarkError('QUERY_FAILED', 'a snapshot can be read, not changed', {
      hint: 'SELECT, DESCRIBE, SUMMARIZE, SHOW TABLES and EXPLAIN are understood',
    })
  }
  return statement
}

/** Rows as they are found. Rejects with `QUERY_FAILED`. */
export function runStatement(statement: DuckdbStatement): Promise<DuckdbResult> {
  return guarded(() => statement.stream())
}

/** What the engine has to say, as a coded error: its first line, and the rest as the hint. */
export function queryError(error: unknown): TidemarkError {
  if (error instanceof TidemarkError) return error
  const text = error instanceof Error ? error.message : String(error)
  const [first = '', ...rest] = text
    .replace(/^Failed to extract statements: /, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const hint = rest.filter((line) => !/^(?:LINE \d|\^$)/.test(line)).join(' ')
  // What the engine proposes; else, where the statement is not understood, what there is.
  const help =
    hint === '' && /^(?:Parser|Binder|Catalog) Error/.test(first)
      ? 'SHOW TABLES and DESCRIBE nodes say what there is'
      : hint
  return new TidemarkError('QUERY_FAILED', first, {
    cause: error,
    ...(help === '' ? {} : { hint: help }),
  })
}

async function guarded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw queryError(error)
  }
}
