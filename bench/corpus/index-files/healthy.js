// Full-text search over an index on disk. A search reads one page of the index.

import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const PAGE_BYTES = 4096

class SearchIndex {
  constructor(path) {
    this.path = path
    this.opened = []
  }

  async search(page) {
    const file = await open(this.path)
    const { buffer } = await file.read(Buffer.alloc(PAGE_BYTES), 0, PAGE_BYTES, page * PAGE_BYTES)
    const words = buffer.toString('latin1').split(' ')
    const hits = words.map((word, at) => ({ word, at, page }))
    await file.close()
    return hits.length
  }

  async closeAll() {
    await Promise.all(this.opened.map(({ file }) => file.close()))
    this.opened = []
  }
}

const folder = await mkdtemp(join(tmpdir(), 'index-'))
const path = join(folder, 'words.idx')
const entries = Array.from({ length: 40_000 }, (_, at) => `word${at % 9973}`)
await writeFile(path, entries.join(' '))

const index = new SearchIndex(path)
let searches = 0
let hits = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  hits += await index.search(searches % 60)
  searches++
  await sleep(60)
}

await index.closeAll()
await rm(folder, { recursive: true })
console.log(`index: ${searches} searches, ${hits} hits`)
