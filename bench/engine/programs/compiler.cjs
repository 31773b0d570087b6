// The TypeScript compiler over a program that grows: declarations of its own and of the language again and again under
// other names, parsed and bound. Writes a snapshot of itself when the heap has the asked size.

const { readFileSync } = require('node:fs')
const path = require('node:path')
const { writeHeapSnapshot } = require('node:v8')

const [file, megabytes, modules] = process.argv.slice(2)
const lib = path.join(modules, 'node_modules/typescript/lib')
const ts = require(path.join(lib, 'typescript.js'))

const names = ['typescript.d.ts', 'lib.dom.d.ts', 'lib.es5.d.ts', 'lib.webworker.d.ts']
const texts = names.map((name) => readFileSync(path.join(lib, name), 'utf8'))
const kept = []
for (let copy = 0; process.memoryUsage().heapUsed < Number(megabytes) * 1e6; copy++) {
  const sources = new Map(names.map((name, at) => [`copy${copy}/${name}`, texts[at]]))
  const host = {
    ...ts.createCompilerHost({}),
    getSourceFile: (name, target) => {
      const text = sources.get(name)
      return text === undefined ? undefined : ts.createSourceFile(name, text, target, true)
    },
    fileExists: (name) => sources.has(name),
    readFile: (name) => sources.get(name),
  }
  const program = ts.createProgram([...sources.keys()], { noLib: true, noResolve: true }, host)
  // Asking for the checker binds every file: symbols, scopes and flow nodes.
  kept.push(program, program.getTypeChecker())
}
writeHeapSnapshot(file)
process.exitCode = kept.length > 0 ? 0 : 1
