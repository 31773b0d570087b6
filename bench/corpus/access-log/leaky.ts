// The access log of a proxy. Lines are gathered and written in batches, so that the disk is not asked for each.

import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)

interface Entry {
  readonly client: string
  readonly target: string
  readonly bytes: number
  readonly ms: number
}

class AccessLog {
  private lines: string[] = []
  private written = 0
  private readonly sink: Writable

  constructor(sink: Writable) {
    this.sink = sink
  }

  write(entry: Entry): void {
    const { client, target, bytes, ms } = entry
    const stamp = new Date().toISOString()
    this.lines.push(Buffer.from(`${stamp} ${client} "GET ${target}" ${bytes} ${ms} -`).toString())
    if (this.lines.length - this.written >= 100) this.flush()
  }

  flush(): void {
    const batch = this.lines.slice(this.written)
    this.sink.write(`${batch.join('\n')}\n`)
    this.written = this.lines.length
  }
}

let bytesWritten = 0
const disk = new Writable({
  write(chunk: Buffer, _encoding, done) {
    bytesWritten += chunk.length
    setImmediate(done)
  },
})

const log = new AccessLog(disk)
let requests = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  const busy = Math.floor((end - Date.now()) / 5000) % 2 === 0
  for (let at = 0; at < (busy ? 30 : 18); at++) {
    const client = `10.0.${requests % 250}.${(requests * 7) % 250}`
    const target = `/assets/${(requests * 31) % 997}/bundle-${requests}.js?build=${requests * 17}`
    log.write({ client, target, bytes: requests % 65_536, ms: requests % 300 })
    requests++
  }
  await sleep(10)
}

log.flush()
console.log(`proxy: ${requests} requests, ${bytesWritten} bytes of log`)
