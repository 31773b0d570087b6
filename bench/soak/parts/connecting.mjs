// Connections to a Tidemark that reads and commands: one that lives on, and many that are opened and closed.

import { createServer } from 'node:net'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { openConnection } from '../../../dist/agent/connection.cjs'

const BATCH = 500
const MESSAGE = { type: 'result', id: 1, ok: true, result: { text: 'x'.repeat(400) } }

/** @param {string} directory @returns {Promise<import('../program.mjs').Part>} */
export async function connectingPart(directory) {
  const path = join(directory, 'soak.sock')
  let readBytes = 0
  let lines = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      readBytes += bytes.length
      socket.write('{"type":"command"}\n')
    })
  })
  await new Promise((resolve) => {
    server.listen(path, () => resolve(undefined))
  })
  const open = () => openConnection(path, { onLine: () => lines++, onGone: () => undefined })
  const lasting = open()
  return {
    name: 'connection',
    run: async () => {
      for (let step = 0; step < BATCH; step++) lasting.send(MESSAGE, true)
      const passing = open()
      passing.send(MESSAGE, false)
      while (passing.isConnecting()) await turn()
      passing.close()
      return BATCH + 1
    },
    end: () => {
      lasting.close()
      server.close()
      return { readBytes, lines }
    },
  }
}
