// A way into the network of another container: a helper process enters it, as `nsenter` does, and passes on to one address
// in there what comes over a socket of ours.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { TidemarkError } from '../../../protocol/index.ts'

const STARTING_MS = 10_000
const RELAY = `const [path, port, host] = process.argv.slice(1)
const net = require('node:net')
net.createServer((near) => {
  const far = net.connect(Number(port), host)
  for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy()).pipe(other)
}).listen(path, () => process.stdout.write('ready'))
process.stdin.on('end', () => process.exit()).resume()`

export interface NetworkRelay {
  readonly socketPath: string
  close(): void
}

/** Rejects with `TARGET_FORBIDDEN` where the network cannot be entered, which takes root's rights. */
export async function relayInto(
  pid: number,
  address: { readonly port: number; readonly host: string },
  directory: string,
): Promise<NetworkRelay> {
  const socketPath = join(directory, `relay-${randomBytes(4).toString('hex')}.sock`)
  const inside = [process.execPath, '-e', RELAY, socketPath, String(address.port), address.host]
  const child = spawn('nsenter', [`--net=/proc/${pid}/ns/net`, '--', ...inside], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  })
  child.stdin.on('error', () => undefined)
  let reason = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    reason += text
  })
  const close = (): void => {
    child.stdin.end()
    child.kill('SIGTERM')
  }
  const started = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), STARTING_MS)
    child.stdout.once('data', () => resolve(true))
    child.once('error', (error) => {
      reason += error.message
      resolve(false)
    })
    child.once('exit', () => resolve(false))
    child.once('close', () => clearTimeout(timer))
  })
  if (started) return { socketPath, close }
  close()
  throw new TidemarkError(
    'TARGET_FORBIDDEN',
    `the network of process ${pid} cannot be entered: ${reason.trim().split('\n')[0] ?? ''}`,
    {
      pid,
      hint: 'It takes root and nsenter (util-linux). Or run Tidemark inside the container.',
    },
  )
}
