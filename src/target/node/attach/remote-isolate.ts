// The main isolate of a program on another machine, behind a debugger's connection. There is no place that both can write
// to, so its snapshots come over the connection.

import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { CommandName, CommandTable, Hello, SnapshotResult } from '../../../protocol/index.ts'
import type { InspectorConnection } from '../inspector-connection.ts'
import { ConnectedIsolate } from '../isolate.ts'
import type { CommandOptions } from '../isolate.ts'
import { snapshotName } from '../snapshot-name.ts'

const SNAPSHOT_MS = 15 * 60_000
const ELSEWHERE = 'the program is reached through its inspector alone'

export class RemoteIsolate extends ConnectedIsolate {
  readonly #inspector: InspectorConnection
  #taken = 0

  constructor(hello: Hello, write: (line: string) => void, inspector: InspectorConnection) {
    super(hello, write)
    this.#inspector = inspector
  }

  override async command<K extends CommandName>(
    name: K,
    params: CommandTable[K]['params'],
    options: CommandOptions = {},
  ): Promise<CommandTable[K]['result']> {
    if (name !== 'snapshot' || !('directory' in params)) return super.command(name, params, options)
    const taken: SnapshotResult = await this.#download(params.directory)
    return taken as CommandTable[K]['result']
  }

  /** The program stands still until the last byte is under way. */
  async #download(directory: string): Promise<SnapshotResult> {
    this.#taken += 1
    const path = join(directory, snapshotName(new Date(), this.hello.pid, this.#taken))
    const unfinished = `${path}.part`
    const file = createWriteStream(unfinished, { mode: 0o600, flags: 'wx' })
    this.#inspector.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void file.write(chunk))
    const last = this.samples.at(-1)
    const atMs = (last?.atMs ?? 0) + this.silentForMs()
    const startedAt = performance.now()
    try {
      await this.#inspector.call('HeapProfiler.takeHeapSnapshot', {}, SNAPSHOT_MS)
      const pauseMs = performance.now() - startedAt
      file.end()
      await finished(file)
      await rename(unfinished, path)
      const { size: bytes } = await stat(path)
      const operations = last?.operations ?? {}
      return {
        path,
        bytes,
        pauseMs,
        way: 'in-process',
        tries: 1,
        fallback: ELSEWHERE,
        atMs,
        operations,
      }
    } catch (error) {
      file.destroy()
      await rm(unfinished, { force: true })
      throw error
    }
  }
}
