// Resources of the system that are opened and never closed: file watchers, child processes, servers, files. While one
// is open Node holds its object, and with it every listener and all that they see.

import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'
import {
  heldByNode,
  keptPhrase,
  nativeDetails,
  nativeOf,
  nativeReason,
  nativeWords,
} from './native-words.ts'
import { NATIVE_KINDS } from '../lead/native-index.ts'
import type { Lead, NativeRow } from '../lead/lead.ts'
import { CONNECTION_KINDS } from './connection.ts'

/** All that stays open but threads and connections, which have causes of their own. */
const KINDS: ReadonlySet<string> = new Set(
  NATIVE_KINDS.filter((kind) => kind !== 'Worker' && !CONNECTION_KINDS.has(kind)),
)

/** A file's number; a closed one has -1. */
const FILE_NUMBER = '[kFd]'

export const handle: CauseRule = {
  cause: 'handle',
  where: 'handles',
  recognise(lead, facts) {
    if (listensToWatcher(lead)) return 'the functions that grow listen to an open file watcher'
    const row = nativeOf(lead, KINDS)
    if (row === null) return null
    const numbers = row.ownerIds
      .map((id) => facts.fields[id]?.[FILE_NUMBER])
      .filter((value) => typeof value === 'number')
    const closed = numbers.length > 0 && numbers.every((value) => value === -1)
    return closed ? null : nativeReason(row)
  },
  title(lead) {
    if (listensToWatcher(lead))
      return `Listeners of an open file watcher pile up in ${holderPhrase(lead)}`
    const row = rowOf(lead)
    const many = nativeWords(row).many
    return `${many.charAt(0).toUpperCase()}${many.slice(1)} are opened${keptPhrase(lead)}, never closed`
  },
  advice(lead) {
    if (listensToWatcher(lead))
      return (
        'Each use adds a listener to a file watcher that all of them share, and none is taken away. Close what ' +
        'watches where its use ends, or make it once and use it again; in short-lived work, do not watch at all.'
      )
    const row = rowOf(lead)
    const { many, close } = nativeWords(row)
    const held =
      row.kind === 'FileHandle' || row.kind === 'DirHandle'
        ? 'Node closes what the program forgets, with a warning, but not what it still holds.'
        : heldByNode(lead)
          ? `Node keeps each ${row.owner} and its listeners as long as it is open, even if the program has forgotten it.`
          : 'Taking it out of the collection is not enough: Node holds it, too, as long as it is open.'
    return `Close the ${many} where their use ends, also on errors: ${close}. ${held}`
  },
  asks: (lead) => ({ objectIds: rowOf(lead).ownerIds, fields: [FILE_NUMBER] }),
  details: (lead) => (listensToWatcher(lead) ? [] : nativeDetails(lead, rowOf(lead))),
}

/** Functions in a collection beside an open watcher: who is told when the file changes. */
function listensToWatcher(lead: Lead): boolean {
  const watcher = lead.nativeBeside === 'FSEventWrap' || lead.nativeBeside === 'StatWatcher'
  const step = lead.steps[lead.faultyStep]
  return watcher && step?.edge === 'element' && lead.grownClass.startsWith('closure')
}

/** The row that the lead was recognised by. */
function rowOf(lead: Lead): NativeRow {
  return (
    nativeOf(lead, KINDS) ?? {
      kind: '',
      owner: lead.grownClass,
      objects: lead.grownCount,
      perRound: [],
      near: [],
      ownerIds: [],
    }
  )
}
