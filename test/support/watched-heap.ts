// Snapshots of a program that uses `watch`: the library's registry with its cells, records and batches, as V8 draws them.

import type { Moment } from './moment.ts'

/** Draws the registration of an object that is there already. */
export type DrawWatch = (
  name: string,
  watch: { readonly why: string; readonly isOverdue: boolean },
) => void

/** Draws the registry; what the function adds hangs weakly from it. */
export function drawRegistry(moment: Moment): DrawWatch {
  moment.hold('', 'watching', 'list', 'WatchList')
  moment.hold('list', '#registry', 'registry', 'FinalizationRegistry')
  moment.object('null', 'null', 0, 'hidden')
  for (const batch of ['pending', 'overdue']) moment.hold('list', batch, batch, 'DueBatch')
  moment.edge('overdue', 'property', 'tidemarkOverdue', 'overdue')
  moment.edge('pending', 'property', 'tidemarkOverdue', 'null')
  return (name, { why, isOverdue }) => {
    const cell = moment.object(`cell of ${name}`, 'system / WeakCell', 72, 'hidden')
    moment.edge('registry', 'hidden', 4, cell)
    moment.edge(cell, 'weak', 'target', name)
    moment.edge(cell, 'hidden', 0, 'registry')
    const record = moment.object(`record of ${name}`, 'w', 40)
    moment.edge(cell, 'hidden', 2, record)
    moment.edge(record, 'property', 'tidemarkDue', isOverdue ? 'overdue' : 'pending')
    const [first = '', ...rest] = why.split('|')
    moment.object(`why ${first}`, first, 24, 'string')
    moment.edge(record, 'property', 'why', `why ${first}`)
    if (rest.length === 0) return
    const joined = moment.object(`why ${why}`, '(concatenated string)', 32, 'concatenated string')
    moment.object(`why ${rest.join('')}`, rest.join(''), 24, 'string')
    moment.edge(joined, 'internal', 'first', `why ${first}`)
    moment.edge(joined, 'internal', 'second', `why ${rest.join('')}`)
    moment.edge(record, 'property', 'why', joined)
  }
}
