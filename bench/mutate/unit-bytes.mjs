// What one unit of each kind of leak keeps, in bytes of heap and array buffers: `node --expose-gc
// bench/mutate/unit-bytes.mjs` prints the figures that leak-kinds.mjs states.

import { execFileSync } from 'node:child_process'
import { LEAK_KINDS } from './leak-kinds.mjs'

const UNITS = 5000

for (const { name, declarations, adder, unitBytes } of LEAK_KINDS) {
  const script = [
    ...declarations,
    'const held = () => { gc(); const m = process.memoryUsage(); return m.heapUsed + m.arrayBuffers }',
    `for (let i = 0; i < 100; i++) ${adder}()`,
    'const before = held()',
    `for (let i = 0; i < ${UNITS}; i++) ${adder}()`,
    'await null',
    `console.log((held() - before) / ${UNITS})`,
    `if (globalThis.never) ${adder}()`,
    'process.exit()',
  ].join('\n')
  const args = ['--expose-gc', '--input-type=module', '--eval', script]
  const measured = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
  console.log(`${name.padEnd(10)} measured ${measured.toFixed(0)}, stated ${unitBytes}`)
}
