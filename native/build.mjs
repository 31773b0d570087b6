// Rebuilds native/prebuilds from native/fork.c, and the add-on by which the tests forbid forks; writes down which source
// each belongs to, which a test checks. Needs gcc and aarch64-linux-gnu-gcc (Debian: gcc-aarch64-linux-gnu) and the
// headers that come with Node.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const HEADERS = join(dirname(process.execPath), '..', 'include', 'node')

const COMPILERS = {
  x64: ['gcc'],
  arm64: ['aarch64-linux-gnu-gcc', '-mno-outline-atomics'],
}
// Nothing of a C library, and nothing that tells where it was built.
const FLAGS =
  '-shared -fPIC -O2 -std=c11 -ffreestanding -fno-builtin -fno-tree-loop-distribute-patterns -nostdlib ' +
  '-nostartfiles -fno-stack-protector -fvisibility=hidden -Wall -Wextra -Werror -Wno-unused-parameter ' +
  '-Wl,--build-id=none -Wl,-z,noexecstack -s'

/** What is built: the source, the folder for it and what no object may need beyond Node's own functions. */
const OBJECTS = [
  { source: 'native/fork.c', folder: 'native/prebuilds' },
  { source: 'test/fixtures/native/forbid-forks.c', folder: 'test/fixtures/native' },
]

/** @param {string} file */
const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')

if (!existsSync(HEADERS)) throw new Error(`no headers of Node in ${HEADERS}`)
for (const { source, folder } of OBJECTS) {
  mkdirSync(join(ROOT, folder), { recursive: true })
  /** @type {Record<string, string>} */
  const hashes = { [source]: hash(join(ROOT, source)) }
  for (const [cpu, [compiler = '', ...own]] of Object.entries(COMPILERS)) {
    const name = source.replace(/^.*\/|\.c$/g, '')
    const object = `${folder}/${name}-linux-${cpu}.node`
    const args = [...FLAGS.split(' '), ...own, `-I${HEADERS}`, source, '-o', object]
    execFileSync(compiler, args, { cwd: ROOT, stdio: 'inherit' })
    hashes[object] = hash(join(ROOT, object))
  }
  writeFileSync(join(ROOT, folder, 'hashes.json'), `${JSON.stringify(hashes, null, 2)}\n`)
}
