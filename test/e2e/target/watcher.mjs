// Launches the program named by its arguments and writes down what it heard of it. See watched-run.ts.
import { writeFileSync } from 'node:fs'
import { launch } from '../../../dist/target/index.js'

const reportPath = process.env.WATCHER_REPORT ?? 'report.json'
delete process.env.WATCHER_REPORT
const launched = await launch({ command: process.argv.slice(2) })
const exit = await launched.exited
// Children may live on.
while (launched.isolates.some((isolate) => !isolate.ended)) {
  await new Promise((resolve) => setTimeout(resolve, 20))
}
const isolates = launched.isolates.map(({ hello, bye, ended, samples }) => ({
  hello,
  bye,
  ended,
  samples: samples.length,
}))
await launched.dispose()
writeFileSync(reportPath, JSON.stringify({ exit, isolates }))
process.exitCode = exit.code ?? 0
