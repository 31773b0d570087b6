import { describe, expect, test } from 'vitest'
import { showsLine, sourceTargets } from '../../../bench/accuracy/source-lines.mjs'
import { allocationSite, finding } from '../../support/finding-builder.ts'
import { step } from '../../support/sample-finding.ts'

const crawler = new Map([
  ['leaky.js', "const seen = []\n\nfunction keep($) {\n  seen.push($('.sku').text())\n}\n"],
])

const shows = (truth: { source: string; package?: string }, found: ReturnType<typeof finding>) =>
  showsLine(sourceTargets(truth, crawler), found)

describe('a line of a package', () => {
  const truth = { package: 'p-map', source: 'p-map index.js:44 (signal.addEventListener)' }
  const at = (file: string, line: number, owner: string | null = null) =>
    finding({ addedBy: [allocationSite({ file, line, package: owner })] })

  test('it is found up to three lines away, and not further', () => {
    expect(shows(truth, at('node_modules/p-map/index.js', 47))).toBe(true)
    expect(shows(truth, at('node_modules/p-map/index.js', 48))).toBe(false)
  })

  test('an alias and a version name the same package', () => {
    expect(shows(truth, at('node_modules/p-map-7.0.2/index.js', 44))).toBe(true)
    expect(shows(truth, at('p-map@7.0.2/index.js', 44))).toBe(true)
    expect(shows(truth, at('index.js', 44, 'p-map@7.0.2'))).toBe(true)
  })

  test('the same file name in another package or in the program does not count', () => {
    expect(shows(truth, at('node_modules/p-map-series/index.js', 44))).toBe(false)
    expect(shows(truth, at('index.js', 44))).toBe(false)
  })

  test('the folder inside the package must agree', () => {
    const winston = { package: 'winston', source: 'winston/lib/winston/logger.js:404 (close)' }
    expect(shows(winston, at('node_modules/winston/lib/winston/logger.js', 404))).toBe(true)
    expect(shows(winston, at('node_modules/winston/dist/logger.js', 404))).toBe(false)
  })

  test('a function that is named beside the line counts in that file only', () => {
    const jsdom = { package: 'jsdom', source: 'jsdom/lib/Window.js:82 (timers), startTimer()' }
    const start = (file: string) =>
      finding({ addedBy: [allocationSite({ file, line: 500, function: 'Window.startTimer' })] })
    expect(shows(jsdom, start('node_modules/jsdom/lib/Window.js'))).toBe(true)
    expect(shows(jsdom, start('node_modules/jsdom/lib/Timer.js'))).toBe(false)
  })
})

describe('a line of the program', () => {
  const truth = { package: 'cheerio', source: 'program: seen.push($(".sku").text())' }

  const at = (line: number) => ({ source: { file: 'leaky.js', line, column: 1 } })

  test('an expression is looked up, whatever its quotes', () => {
    const holder = finding({ holder: at(4) })
    const near = finding({ path: [step('context', 'seen', 'Array', at(7))] })
    const far = finding({ path: [step('context', 'seen', 'Array', at(8))] })
    expect(shows(truth, holder)).toBe(true)
    expect(shows(truth, near)).toBe(true)
    expect(shows(truth, far)).toBe(false)
  })

  test('a function counts by its name, in the program and not in a package', () => {
    const named = { package: 'nunjucks', source: 'program: function environmentFor' }
    const site = allocationSite({ function: 'environmentFor', line: 99 })
    const foreign = allocationSite({ ...site, file: 'node_modules/nunjucks/index.js' })
    expect(shows(named, finding({ addedBy: [site] }))).toBe(true)
    expect(shows(named, finding({ addedBy: [foreign] }))).toBe(false)
  })

  test('a function of a named file counts in that file', () => {
    const named = { package: 'workerpool', source: 'program: worker.js report()' }
    const within = (file: string) =>
      finding({ addedBy: [allocationSite({ file, function: 'report' })] })
    expect(shows(named, within('worker.js'))).toBe(true)
    expect(shows(named, within('leaky.js'))).toBe(false)
  })
})

test('a truth without a source cannot be judged', () => {
  expect(showsLine(sourceTargets({ source: null }, crawler), finding())).toBeNull()
})

test('a run without a finding shows no line', () => {
  expect(showsLine(sourceTargets({ source: 'program: function keep' }, crawler), undefined)).toBe(
    false,
  )
})
