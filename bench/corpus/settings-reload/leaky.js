// Takes uploads of scanned documents. The limits may change while an upload is running.

const { EventEmitter } = require('node:events')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

const settings = new EventEmitter()
settings.setMaxListeners(Infinity)
settings.limits = { parts: 200, bytes: 50_000_000 }

class Upload {
  constructor(name) {
    this.name = name
    this.parts = []
    this.limits = settings.limits
  }

  async receive(parts) {
    const onReload = (limits) => {
      this.limits = limits
    }
    settings.once('reloaded', onReload)
    for (let at = 0; at < parts && at < this.limits.parts; at++) {
      this.parts.push({ name: `${this.name}#${at}`, checksum: (at * 2654435761) % 4294967296 })
    }
    await sleep(3)
    return this.parts.length
  }
}

async function main() {
  let uploads = 0
  let parts = 0
  const recent = []
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    const upload = new Upload(`scan-${uploads}`)
    parts += await upload.receive(40 + (uploads % 60))
    recent.push({ name: upload.name, parts: upload.parts.length })
    if (recent.length > 500) recent.shift()
    uploads++
    await sleep(5)
  }
  console.log(`uploads: ${uploads}, ${parts} parts, last ${recent.at(-1).name}`)
}

main()
