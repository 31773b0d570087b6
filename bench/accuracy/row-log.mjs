// The log of the runs made, one row a line: what is written stays when the bench is stopped, and `--resume`
// goes on after it.

import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/**
 * The rows of a log; the last line may be torn. Empty where there is no log.
 *
 * @template Row
 * @param {string} file
 * @returns {Row[]}
 */
export function readRows(file) {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line === '') return []
      try {
        return [JSON.parse(line)]
      } catch {
        return []
      }
    })
}

/**
 * @param {string} file
 * @param {object} row
 */
export function appendRow(file, row) {
  appendFileSync(file, `${JSON.stringify(row)}\n`)
}
