// The SQL engine, DuckDB, as far as it is used here. It is an optional package of some 70 MB, so it is loaded when a query
// is asked and not before, and the compiler does not need it either.

import { TidemarkError } from '../../protocol/index.ts'

/** One column of a chunk; `flush` hands over what was set. */
export interface DuckdbVector {
  setItem(row: number, value: unknown): void
  getItem(row: number): unknown
  flush(): void
}

export interface DuckdbChunk {
  rowCount: number
  reset(): void
  getColumnVector(column: number): DuckdbVector
}

export interface DuckdbResult {
  deduplicatedColumnNames(): string[]
  yieldRowsJs(): AsyncIterable<readonly (readonly unknown[])[]>
}

export interface DuckdbStatement {
  readonly statementType: number
  stream(): Promise<DuckdbResult>
}

export interface DuckdbConnection {
  run(sql: string): Promise<unknown>
  extractStatements(
    sql: string,
  ): Promise<{ readonly count: number; prepare(index: number): Promise<DuckdbStatement> }>
  createAppender(
    table: string,
    schema: string,
  ): Promise<{ appendDataChunk(chunk: DuckdbChunk): void; closeSync(): void }>
  registerScalarFunction(scalar: unknown): void
  closeSync(): void
}

/** What `main` of a scalar function gets: one chunk of arguments, one column to fill. */
export type ScalarMain = (info: unknown, input: DuckdbChunk, output: DuckdbVector) => void

/** The package's door. */
export interface Duckdb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<DuckdbConnection>; closeSync(): void }>
  }
  readonly DuckDBDataChunk: { create(types: readonly unknown[]): DuckdbChunk }
  readonly DuckDBScalarFunction: {
    create(options: {
      readonly name: string
      readonly parameterTypes: readonly unknown[]
      readonly returnType: unknown
      readonly mainFunction: ScalarMain
      readonly volatile: boolean
    }): unknown
  }
  readonly StatementType: { readonly SELECT: number; readonly EXPLAIN: number }
  readonly BOOLEAN: unknown
  readonly UTINYINT: unknown
  readonly UINTEGER: unknown
  readonly BIGINT: unknown
  readonly DOUBLE: unknown
  readonly VARCHAR: unknown
  readonly LIST: (type: unknown) => unknown
  readonly STRUCT: (fields: Readonly<Record<string, unknown>>) => unknown
  readonly listValue: (items: readonly unknown[]) => unknown
  readonly structValue: (fields: Readonly<Record<string, unknown>>) => unknown
}

const PACKAGE = '@duckdb/node-api'

/** Throws `PEER_MISSING`, where the package is absent and where it has no build for this platform. */
export async function loadDuckdb(): Promise<Duckdb> {
  try {
    // The assertion keeps the compiler from looking for the package.
    return (await import(PACKAGE as string)) as Duckdb
  } catch (cause) {
    if (isAbsent(cause)) {
      throw new TidemarkError('PEER_MISSING', `queries need the package ${PACKAGE}`, {
        hint: `npm install --save-dev ${PACKAGE}, in the same place as tidemark`,
        cause,
      })
    }
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = `the package ${PACKAGE} is installed but does not load: ${reason}`
    throw new TidemarkError('PEER_MISSING', message, {
      hint: `its last releases may have no build for ${process.platform}-${process.arch}: an earlier one may`,
      cause,
    })
  }
}

/** Of the package itself, not of a part that it loads in turn. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(PACKAGE)
  )
}
