// Renders invoices for many tenants. The template of a tenant may be edited while the service runs.

import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const SECONDS = Number(process.env.SECONDS ?? 40)
const TENANTS = 20

const directory = mkdtempSync(join(tmpdir(), 'invoices-'))
for (let tenant = 0; tenant < TENANTS; tenant++) {
  writeFileSync(join(directory, `${tenant}.html`), `<h1>Tenant ${tenant}</h1>{lines}`)
}

class Template {
  constructor(tenant) {
    this.file = join(directory, `${tenant}.html`)
    this.translations = []
    for (let key = 0; key < 180; key++) {
      this.translations.push({ key: `${tenant}.${key}`, text: `text ${key}`, used: 0.5 })
    }
    this.load()
    this.watcher = watch(this.file, { persistent: false }, () => this.load())
  }

  load() {
    this.source = readFileSync(this.file, 'utf8')
  }

  render(lines) {
    return this.source.replace('{lines}', lines.join('<br>'))
  }
}

function invoice(number) {
  const template = new Template(number % TENANTS)
  const lines = template.translations.slice(0, 20).map(({ text }) => `${text}: ${number}`)
  return template.render(lines)
}

let invoices = 0
let characters = 0
const end = Date.now() + SECONDS * 1000
while (Date.now() < end) {
  characters += invoice(invoices).length
  invoices++
  await sleep(20)
}

rmSync(directory, { recursive: true })
console.log(`billing: ${invoices} invoices, ${characters} characters`)
process.exit()
