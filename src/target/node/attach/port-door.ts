// The inspector on systems that do not tell which process listens to a port: there it is looked for at the one port that
// Node takes, and asked for its process id before anything else.

import { TidemarkError } from '../../../protocol/index.ts'
import { connectToInspector } from '../inspector-connection.ts'
import { inspectorUrl } from './inspector-address.ts'
import { ownPid } from './own-pid.ts'

const OPENING_MS = 6000
const LOOK_EVERY_MS = 50

export interface PortDoor {
  readonly url: string
  readonly wasOpen: boolean
}

/** Finds the inspector of the process at the port, or opens it. Rejects as `openInspector` does. */
export async function openAtPort(pid: number, port: number): Promise<PortDoor> {
  const before = await ownUrl(pid, port)
  if (before === 'foreign') throw taken(pid, port)
  if (before !== null) return { url: before, wasOpen: true }
  ask(pid)
  const deadline = performance.now() + OPENING_MS
  while (performance.now() < deadline) {
    const url = await ownUrl(pid, port)
    if (url === 'foreign') throw taken(pid, port)
    if (url !== null) return { url, wasOpen: false }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS)
    })
  }
  throw new TidemarkError('TARGET_KEEPS_SIGUSR1', `process ${pid} opened no inspector`, {
    pid,
    hint: 'It may use SIGUSR1 for itself, or another process may have its port. Start it with --inspect=127.0.0.1:0.',
  })
}

async function ownUrl(pid: number, port: number): Promise<string | null> {
  const url = await inspectorUrl({ host: '127.0.0.1', port })
  if (url === null) return null
  const inspector = await connectToInspector(url)
  try {
    return (await ownPid(inspector)) === pid ? url : 'foreign'
  } finally {
    inspector.close()
  }
}

/** Windows has no such signal; Node has a way of its own there. */
function ask(pid: number): void {
  const debug: unknown = Reflect.get(process, '_debugProcess')
  try {
    if (process.platform === 'win32' && typeof debug === 'function') debug(pid)
    else process.kill(pid, 'SIGUSR1')
  } catch (cause) {
    throw new TidemarkError('TARGET_GONE', `process ${pid} cannot be asked for its inspector`, {
      pid,
      cause,
    })
  }
}

function taken(pid: number, port: number): TidemarkError {
  return new TidemarkError(
    'TARGET_PORT_TAKEN',
    `port ${port} is the inspector of another process`,
    {
      pid,
      hint: 'End the debugging of the other process first.',
    },
  )
}
