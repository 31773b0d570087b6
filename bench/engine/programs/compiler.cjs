// The TypeScript compiler over a program that grows: its sources again and again under other names, parsed and
// bound. Writes a snapshot of itself when the heap has the asked size.

const { writeHeapSnapshot } = require('node:v8')

const [file, megabytes, typescript] = process.argv.slice(2)
const ts = require(typescript)
const LIB = require('node:path').dirname(typescript)
const fs = require('node:fs')
const DECLARATIONS = fs.readdirSync(LIB).filter((name) => /^lib\..*\.d\.ts$/.test(name))

/** Declarations of the compiler itself, in a namespace of their own for every copy. */
const source = fs.readFileSync(`${LIB}/typescript.d.ts`, 'utf8')
const kept = []
for (let copy = 0; process.memoryUsage().heapUsed < Number(megabytes) * 1e6; copy++) {
  const texts = new Map([[`copy${copy}.ts`, `${source}\nexport const made${copy} = ts.version`]])
  for (const name of DECLARATIONS.slice(0, 4)) {
    texts.set(`c${copy}-${name}`, fs.readFileSync(`${LIB}/${name}`, 'utf8'))
  }
  const host = {
    ...ts.createCompilerHost({}),
    getSourceFile: (name, target) => {
      const text = texts.get(name)
      return text === undefined ? undefined : ts.createSourceFile(name, text, target, true)
    },
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
  }
  const program = ts.createProgram([...texts.keys()], { noLib: true, noResolve: true }, host)
  // Asking for the checker binds every file: symbols, scopes and flow nodes.
  program.getTypeChecker()
  kept.push(program)
}
writeHeapSnapshot(file)
process.exitCode = kept.length > 0 ? 0 : 1
