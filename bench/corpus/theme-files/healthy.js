// Previews of the pages of a web site. A preview is drawn anew when the theme changes on disk.

import { mkdtempSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const THEME = mkdtempSync(join(tmpdir(), 'theme-'))

function openPreview(page) {
  const blocks = []
  for (let block = 0; block < 150; block++) {
    blocks.push({ id: `${page}-${block}`, height: 20.5 + (block % 30), text: `Block ${block}` })
  }
  const preview = { page, blocks, drawn: 1, watcher: null }
  preview.watcher = watch(THEME, () => {
    preview.drawn++
  })
  return preview
}

function closePreview(preview) {
  preview.watcher.close()
  preview.watcher = null
  return preview.blocks.length
}

let pages = 0
let blocks = 0
const open = []
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  open.push(openPreview(`page-${pages}`))
  if (open.length > 5) blocks += closePreview(open.shift())
  pages++
  await sleep(35)
}

console.log(`site: ${pages} pages previewed, ${blocks} blocks`)
rmSync(THEME, { recursive: true })
process.exit()
