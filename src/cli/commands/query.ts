// `tidemark query`: SQL over one snapshot.

import { Command, Option } from 'commander'
import { privateFile, querySnapshot } from '../../investigation/index.ts'
import type { PlainValue, QueryResult } from '../../investigation/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { countValue } from '../option-values.ts'
import { csvForm, jsonForm } from '../terminal/result-forms.ts'
import type { RowForm } from '../terminal/result-forms.ts'
import { resultTable } from '../terminal/result-table.ts'
import { statusLine } from '../terminal/status-line.ts'
import { stdoutPieces } from '../terminal/stdout-pieces.ts'
import { terminalWidth, wantsColor } from '../terminal/terminal.ts'

interface QueryCommandOptions {
  readonly json?: string
  readonly csv?: string
  readonly rows?: number
  readonly quiet?: boolean
  readonly color?: boolean
}

/** Rows of the table where --rows does not say. */
const TABLE_ROWS = 100
/** Characters of a form that are gathered before they are written. */
const PIECE = 1 << 16

const HELP = `
Tables: nodes, edges, classes, dominators, strings, locations, and paths(id), the retaining path of one object.
SHOW TABLES and DESCRIBE nodes tell more; docs/guides/query.md has twenty queries. The SQL is DuckDB's: it needs
npm install --save-dev @duckdb/node-api. A query reads the snapshot and no other file, and writes none.

  tidemark query app.heapsnapshot "FROM classes ORDER BY retained_size DESC LIMIT 10"`

export function queryCommand(): Command {
  return new Command('query')
    .description('ask a heap snapshot by SQL')
    .argument('<file>', 'a snapshot, .gz too; - is stdin')
    .argument('<sql>', 'one statement')
    .addOption(new Option('--json <file>', 'write the rows as JSON; - is stdout').conflicts('csv'))
    .option('--csv <file>', 'write the rows as CSV; - is stdout')
    .option('--rows <count>', 'rows at most; 100 in a table, all in JSON and CSV', countValue)
    .option('--quiet', 'no progress')
    .option('--no-color', 'no colour')
    .addHelpText('after', HELP)
    .action(query)
}

async function query(file: string, sql: string, options: QueryCommandOptions): Promise<void> {
  const line = statusLine(process.stderr, options.quiet === true)
  try {
    const result = await querySnapshot({
      file,
      sql,
      onProgress: (step, share) => line.show(`${step} ${Math.round(100 * share)} %`),
    })
    line.clear()
    try {
      await show(result, options)
    } finally {
      await result[Symbol.asyncDispose]()
    }
  } finally {
    line.clear()
  }
}

function show(result: QueryResult, options: QueryCommandOptions): Promise<void> {
  const { json, csv, rows = Infinity } = options
  if (json !== undefined) return write(result, jsonForm(result.columns), json, rows)
  if (csv !== undefined) return write(result, csvForm(result.columns), csv, rows)
  return draw(result, options)
}

async function draw(result: QueryResult, options: QueryCommandOptions): Promise<void> {
  const most = options.rows ?? TABLE_ROWS
  const rows: (readonly PlainValue[])[] = []
  let more = false
  for await (const row of result.rows()) {
    more = rows.length === most
    if (more) break
    rows.push(row)
  }
  const color = options.color !== false && wantsColor(process.stdout)
  const table = resultTable(result.columns, rows, { width: terminalWidth(process.stdout), color })
  process.stdout.write(`${table.join('\n')}\n`)
  if (more && options.quiet !== true) {
    process.stderr.write(`the first ${most} rows; --rows shows more, --json and --csv write all\n`)
  }
}

/** Piece by piece, so that a result of any length takes no memory. A file appears whole or not at all. */
async function write(
  result: QueryResult,
  form: RowForm,
  path: string,
  most: number,
): Promise<void> {
  const file = path === '-' ? null : privateFile(path)
  const stdout = stdoutPieces()
  let interrupted = false
  const onInterrupt = (): void => void (interrupted = true)
  process.once('SIGINT', onInterrupt)
  try {
    for await (const piece of pieces(result, form, most)) {
      if (interrupted) throw new TidemarkError('CANCELLED', 'the work was cancelled')
      if (file !== null) file.write(Buffer.from(piece))
      else if (!(await stdout.write(piece))) break
    }
    file?.keep()
  } finally {
    process.off('SIGINT', onInterrupt)
    stdout.end()
    file?.discard()
  }
}

async function* pieces(result: QueryResult, form: RowForm, most: number): AsyncGenerator<string> {
  let count = 0
  let piece = form.head
  for await (const row of result.rows()) {
    if (count === most) break
    piece += form.row(row, count++)
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield piece + form.tail(count)
}
