// Connections that are opened and never closed: sockets, HTTP agents' sockets, HTTP/2 sessions, pools' clients, and
// responses whose body nobody reads, which keep their connection busy for good.

import type { FieldValue } from '../../protocol/index.ts'
import type { Lead, NativeRow } from '../lead/lead.ts'
import type { CauseRule, LiveFacts } from './cause-rule.ts'
import {
  heldByNode,
  keptPhrase,
  nativeDetails,
  nativeOf,
  nativeReason,
  nativeWords,
} from './native-words.ts'

/** Native classes of connections. */
export const CONNECTION_KINDS: ReadonlySet<string> = new Set([
  'TCPSocketWrap',
  'TLSWrap',
  'Http2Session',
  'PipeWrap',
])

/** Bytes of an answer that came and were not read, from the client's socket. */
const UNREAD = '_httpMessage.res._readableState.length'
const READ = 'bytesRead'

/** Who uses a socket, by the class of Node's that it refers to. */
const SIDES: readonly (readonly [string, string])[] = [
  ['ClientHttp2Session', 'HTTP/2 client'],
  ['ServerHttp2Session', 'HTTP/2 server'],
  ['Client', 'client (undici, fetch)'],
  ['ClientRequest', 'HTTP client'],
  ['ServerResponse', 'HTTP server, answer not ended'],
  ['HTTPServerAsyncResource', 'HTTP server'],
  ['Server', 'server'],
]

export const connection: CauseRule = {
  cause: 'connection',
  where: 'handles',
  recognise(lead) {
    const row = nativeOf(lead, CONNECTION_KINDS)
    return row === null ? null : nativeReason(row)
  },
  title(lead) {
    const row = nativeOf(lead, CONNECTION_KINDS)
    const many = row === null ? 'Connections' : nativeWords(row).many
    return `${many.charAt(0).toUpperCase()}${many.slice(1)} are opened${keptPhrase(lead)}, never closed`
  },
  advice(lead) {
    const row = nativeOf(lead, CONNECTION_KINDS)
    const close = row === null ? 'closing it' : nativeWords(row).close
    return `${usage(lead, row)} Where a connection is done with, close it: ${close}; and give it a timeout, since the other side may never hang up.`
  },
  asks: (lead) => ({
    objectIds: nativeOf(lead, CONNECTION_KINDS)?.ownerIds ?? [],
    fields: [UNREAD, READ],
  }),
  details(lead, facts) {
    const row = nativeOf(lead, CONNECTION_KINDS)
    if (row === null) return []
    const sides = sidesOf(row)
    const details = nativeDetails(lead, row)
    if (sides.length > 0) details.push({ label: 'used by', value: sides.join('; ') })
    const unread = unreadBodies(row, facts)
    if (unread !== null) details.push({ label: 'answers not read', value: unread })
    return details
  },
}

function sidesOf(row: NativeRow): string[] {
  const near = new Set([...row.near, row.owner])
  return SIDES.filter(([name]) => near.has(name)).map(([, words]) => words)
}

function usage(lead: Lead, row: NativeRow | null): string {
  const near = new Set(row?.near ?? [])
  if (near.has('ClientRequest') || near.has('Client'))
    return 'A response must be read to its end, even if only the status matters: resume() it, cancel() the body, or read it with text(); until then its connection stays busy.'
  if (near.has('ServerResponse'))
    return 'Each request needs an end() on every way out, and what follows a client must be told when the request closes.'
  if (heldByNode(lead))
    return 'Node keeps each open socket with its listeners, even if the program has forgotten it; share one agent, session or pool instead of making one for each call.'
  return 'Entries go when the connection closes, and it never does.'
}

function unreadBodies(row: NativeRow, facts: LiveFacts): string | null {
  const lengths = row.ownerIds
    .map((id): FieldValue | undefined => facts.fields[id]?.[UNREAD])
    .filter((value) => typeof value === 'number')
  const waiting = lengths.filter((length) => length > 0).length
  return waiting === 0 ? null : `${waiting} of ${lengths.length} looked at`
}
