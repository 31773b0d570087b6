// Computes the cells of large sheets. Formulas are JavaScript and run in a context of their own.

const { Script, createContext } = require('node:vm')
const { setTimeout: sleep } = require('node:timers/promises')

const SECONDS = Number(process.env.SECONDS ?? 40)

const scripts = new Map()
const sheet = createContext({ values: [], row: 0 })

function formula(column) {
  const terms = []
  for (let term = 0; term < 40; term++) {
    terms.push(`values[(row + ${term * column}) % 100] * ${term + 0.5}`)
  }
  return `(function cell() { return ${terms.join(' + ')} })()`
}

function compile(text) {
  let script = scripts.get(text)
  if (script === undefined) {
    script = new Script(text, { filename: 'sheet.js' })
    scripts.set(text, script)
  }
  return script
}

function compute(column, row) {
  sheet.row = row
  return compile(formula(column)).runInContext(sheet)
}

async function main() {
  for (let at = 0; at < 100; at++) sheet.values.push(at * 1.5)
  let cells = 0
  let sum = 0
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end) {
    sum += compute(cells % 8, cells)
    cells++
    await sleep(11)
  }
  console.log(`sheet: ${cells} cells, ${sum.toFixed(1)} in all`)
}

main()
