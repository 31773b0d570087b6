// A webpack build that keeps what it has built: modules, their sources, their graph. Modules are made up until the
// heap has the asked size.

const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const path = require('node:path')
const { writeHeapSnapshot } = require('node:v8')

const [file, megabytes, modules] = process.argv.slice(2)
const webpack = require(path.join(modules, 'node_modules/webpack'))
const BYTES_OF_MODULE = 60_000

function moduleText(at, count) {
  const imports = [1, 2, 3].map((step) => (at * step + step) % count)
  const uses = Array.from(
    { length: 20 },
    (_, use) => `export function f${use}(a) { return m${use % 3}.f${use}(a) + ${at} }`,
  )
  return [
    ...imports.map((other, use) => `import * as m${use} from './m${other}.js'`),
    ...uses,
  ].join('\n')
}

const folder = mkdtempSync(path.join(tmpdir(), 'bundler-'))
const count = Math.ceil((Number(megabytes) * 1e6) / BYTES_OF_MODULE)
for (let at = 0; at < count; at++)
  writeFileSync(path.join(folder, `m${at}.js`), moduleText(at, count))
const compiler = webpack({
  mode: 'production',
  context: folder,
  entry: './m0.js',
  output: { path: path.join(folder, 'out') },
})
compiler.run((error, stats) => {
  writeHeapSnapshot(file)
  rmSync(folder, { recursive: true })
  process.exitCode = error === null && stats.compilation.modules.size > 0 ? 0 : 1
})
