// Opens the inspector of a process that runs already, and closes it again if it was closed before. Only a port that the
// process itself listens to is ever connected to: what answers on 9229 may be another's.

import { TidemarkError } from '../../../protocol/index.ts'
import { inspectorUrl } from './inspector-address.ts'
import type { Way } from './inspector-address.ts'
import { listeningPorts } from './listening-ports.ts'
import type { ListeningPort } from './listening-ports.ts'
import { placeOf } from './namespaces.ts'
import { relayInto } from './network-relay.ts'
import { openAtPort } from './port-door.ts'
import { checkSignal, commandOf, nodeOptionsOf } from './node-process.ts'

const OPENING_MS = 6000
/** Two who attach at the same time take turns at the port. */
const PORT_FREE_MS = 5000
const LOOK_EVERY_MS = 25
const DEFAULT_PORT = 9229

export interface InspectorDoor {
  readonly url: string
  /** Whether it was open before, and is to stay so. */
  readonly wasOpen: boolean
  /** Ends what led there; the inspector itself is closed from inside. */
  leave(): void
}

/**
 * Finds the inspector, or opens it by SIGUSR1; `directory` is private and may hold a socket meanwhile. Rejects with
 * `TARGET_PORT_TAKEN`, `TARGET_KEEPS_SIGUSR1`, `TARGET_FORBIDDEN` or `TARGET_SILENT`.
 */
export async function openInspector(pid: number, directory: string): Promise<InspectorDoor> {
  if (process.platform !== 'linux') {
    return { ...(await openAtPort(pid, DEFAULT_PORT)), leave: () => undefined }
  }
  const before = ownPorts(pid)
  const settings = inspectorSettings(commandOf(pid), nodeOptionsOf(pid))
  const likely = before.filter(({ port }) => settings.port === 0 || port === settings.port)
  const open = await firstInspector(pid, likely, directory)
  if (open !== null) return { ...open, wasOpen: true }
  checkSignal(pid)
  await untilFree(pid, settings.port)
  sendSigusr1(pid)
  const known = new Set(before.map(({ port }) => port))
  const deadline = performance.now() + OPENING_MS
  while (performance.now() < deadline) {
    const appeared = ownPorts(pid).filter(({ port }) => !known.has(port))
    const found = await firstInspector(pid, appeared, directory)
    if (found !== null) return { ...found, wasOpen: false }
    await delay(LOOK_EVERY_MS)
  }
  refuse(pid, settings.port)
}

export interface InspectorSettings {
  /** 0 for whichever is free. */
  readonly port: number
}

/** What a command line and NODE_OPTIONS say of the inspector's port; the last word counts. */
export function inspectorSettings(
  command: readonly string[],
  nodeOptions: string,
): InspectorSettings {
  const words = [...nodeOptions.split(/\s+/), ...nodeWords(command)]
  let port = DEFAULT_PORT
  for (const [at, word] of words.entries()) {
    const match = /^--(?:inspect|inspect-brk|inspect-wait|inspect-port|debug-port)(?:=(.*))?$/.exec(
      word,
    )
    if (match === null) continue
    const takesNext = /^--(?:inspect|debug)-port$/.test(word)
    const value = match[1] ?? (takesNext ? words[at + 1] : undefined)
    const said = /(?:^|:)(\d+)$/.exec(value ?? '')?.[1]
    if (said !== undefined) port = Number(said)
  }
  return { port }
}

/** Words after the script are the program's own. */
function nodeWords(command: readonly string[]): readonly string[] {
  const rest = command.slice(1)
  const script = rest.findIndex((word) => !word.startsWith('-'))
  // Options may take a word of their own, so the first that looks like a script may be one: two more are looked at.
  return script < 0 ? rest : rest.slice(0, script + 2)
}

function ownPorts(pid: number): readonly ListeningPort[] {
  return listeningPorts(pid).filter(({ isOwn }) => isOwn)
}

async function firstInspector(
  pid: number,
  ports: readonly ListeningPort[],
  directory: string,
): Promise<{ readonly url: string; leave(): void } | null> {
  const isAway = placeOf(pid).hasOwnNetwork
  for (const { port, host } of ports) {
    const relay = isAway ? await relayInto(pid, { port, host }, directory) : null
    const way: Way = relay === null ? { port, host } : { socketPath: relay.socketPath }
    const url = await inspectorUrl(way)
    if (url !== null) return { url, leave: () => relay?.close() }
    relay?.close()
  }
  return null
}

/** Node says nothing but a line on stderr where its port is taken, so it is looked at first. */
async function untilFree(pid: number, port: number): Promise<void> {
  const deadline = performance.now() + PORT_FREE_MS
  while (isTaken(pid, port)) {
    if (performance.now() > deadline) throw portTaken(pid, port)
    await delay(100)
  }
}

function isTaken(pid: number, port: number): boolean {
  const foreign = listeningPorts(pid).filter(({ isOwn }) => !isOwn)
  return port !== 0 && foreign.some((other) => other.port === port && other.host === '127.0.0.1')
}

function portTaken(pid: number, port: number): TidemarkError {
  return new TidemarkError(
    'TARGET_PORT_TAKEN',
    `the inspector of process ${pid} would open port ${port}, which another process has`,
    {
      pid,
      hint: 'End the debugging of the other process first. A start with --inspect-port=0 takes any free port.',
    },
  )
}

function sendSigusr1(pid: number): void {
  try {
    process.kill(pid, 'SIGUSR1')
  } catch (cause) {
    throw new TidemarkError('TARGET_GONE', `process ${pid} has ended`, { pid, cause })
  }
}

function refuse(pid: number, port: number): never {
  if (isTaken(pid, port)) throw portTaken(pid, port)
  throw new TidemarkError(
    'TARGET_KEEPS_SIGUSR1',
    `process ${pid} opened no inspector after SIGUSR1: it seems to use the signal for itself`,
    {
      pid,
      hint:
        'Or it does nothing but one long call; then a port opens when that is over, and stays open. Start it with ' +
        '--inspect=127.0.0.1:0 or with tidemark run, and nothing has to be sent.',
    },
  )
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
