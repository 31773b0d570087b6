// Which resources, by the names of `async_hooks`, stand behind objects of a class and behind libuv's active handles.

import type { Lead } from './lead/lead.ts'

const BY_CLASS: Readonly<Record<string, readonly string[]>> = {
  Timeout: ['Timeout'],
  TimersList: ['Timeout'],
  Immediate: ['Immediate'],
  Socket: ['TCPWRAP', 'PIPEWRAP', 'UDPWRAP'],
  TCP: ['TCPWRAP', 'TCPSERVERWRAP'],
  Pipe: ['PIPEWRAP', 'PIPESERVERWRAP'],
  UDP: ['UDPWRAP'],
  Server: ['TCPSERVERWRAP', 'PIPESERVERWRAP'],
  TLSSocket: ['TLSWRAP', 'TCPWRAP'],
  TLSWrap: ['TLSWRAP'],
  FSWatcher: ['FSEVENTWRAP'],
  FSEvent: ['FSEVENTWRAP'],
  StatWatcher: ['STATWATCHER'],
  FileHandle: ['FILEHANDLE'],
  ChildProcess: ['PROCESSWRAP'],
  Process: ['PROCESSWRAP'],
  MessagePort: ['MESSAGEPORT'],
  MessageChannel: ['MESSAGEPORT'],
  BroadcastChannel: ['MESSAGEPORT'],
  Worker: ['WORKER'],
  Http2Session: ['HTTP2SESSION'],
  ClientHttp2Session: ['HTTP2SESSION'],
  ServerHttp2Session: ['HTTP2SESSION'],
  Http2Stream: ['HTTP2STREAM'],
  ClientHttp2Stream: ['HTTP2STREAM'],
  ServerHttp2Stream: ['HTTP2STREAM'],
  ClientRequest: ['HTTPCLIENTREQUEST'],
  Zlib: ['ZLIB'],
  BrotliEncoder: ['ZLIB'],
  BrotliDecoder: ['ZLIB'],
}

/** A class of which there are this many for each grown object belongs to what grows. */
const BELONGS_SHARE = 0.5

/** Types of the resources that the lead's objects are or have; empty where it is made of plain memory. */
export function resourceTypesOf(lead: Lead): readonly string[] {
  const least = Math.max(1, BELONGS_SHARE * lead.grownCount)
  const rows = lead.composition.filter((row) => row.objects >= least)
  const owners = lead.natives.map((row) => row.owner)
  const classes = [lead.grownClass, ...owners, ...rows.map((row) => row.className)]
  return [...new Set(classes.flatMap(typesOfClass))]
}

/** Names come from the heap: only the table's own entries count. */
function typesOfClass(className: string): readonly string[] {
  return Object.hasOwn(BY_CLASS, className) ? (BY_CLASS[className] ?? []) : []
}

/** Growth of active resources that is more than a program's ordinary come and go. */
const MORE = 20
const TIMES = 3

export interface ResourceCounts {
  readonly first: Readonly<Record<string, number>>
  readonly last: Readonly<Record<string, number>>
}

/** Whether a type of active resource, by libuv's name, went up far enough to be a witness. */
export function resourceGrew(counts: ResourceCounts, type: string): boolean {
  const first = countOf(counts.first, type)
  const last = countOf(counts.last, type)
  return last - first >= MORE && last >= TIMES * Math.max(1, first)
}

/** Types of the active resources that grew, as `async_hooks` names them. */
export function grownResourceTypes(counts: ResourceCounts): readonly string[] {
  return Object.keys(counts.last)
    .filter((type) => resourceGrew(counts, type))
    .map((type) => (IN_JAVASCRIPT.has(type) ? type : type.replace('Socket', '').toUpperCase()))
}

/** Resources that Node makes without libuv's hand bear their class's name. */
const IN_JAVASCRIPT: ReadonlySet<string> = new Set(['Timeout', 'Immediate'])

/** Only the record's own entries count. */
export function countOf(resources: ResourceCounts['first'], type: string): number {
  return Object.hasOwn(resources, type) ? (resources[type] ?? 0) : 0
}
