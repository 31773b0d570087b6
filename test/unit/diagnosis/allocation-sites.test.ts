import { describe, expect, it } from 'vitest'
import { allocationSites, sitesByText } from '../../../src/diagnosis/allocation-sites.ts'
import { ownCaller } from '../../../src/diagnosis/own-caller.ts'
import { lead, plainLookup } from '../../support/lead-builder.ts'

function frame(name: string, url: string, line: number) {
  return { function: name, url, line, column: 1 }
}

function site(stack: ReturnType<typeof frame>[], survivorBytes: number) {
  return { stack, liveBytes: survivorBytes, liveSamples: 1, survivorBytes }
}

describe('who added what stays', () => {
  it('names the innermost frame outside Node, with its share of the survivors', () => {
    const sites = [
      site(
        [
          frame('set', 'node:internal/x', 1),
          frame('put', '/app/store.js', 41),
          frame('handle', '/app/server.js', 9),
        ],
        900,
      ),
      site([frame('log', '/app/log.js', 5)], 100),
    ]
    const [first] = allocationSites(lead(), sites, plainLookup)
    expect(first).toMatchObject({ function: 'put', file: '/app/store.js', line: 41, share: 0.9 })
  })

  it('names the own code that called a package as well', () => {
    const sites = [
      site([frame('on', '/app/node_modules/pkg/i.js', 7), frame('main', '/app/main.js', 3)], 500),
    ]
    const files = allocationSites(lead(), sites, plainLookup).map((one) => one.file)
    expect(files).toContain('/app/main.js')
    expect(files).toContain('/app/node_modules/pkg/i.js')
  })

  it('is empty when nothing was sampled', () => {
    expect(allocationSites(lead(), [], plainLookup)).toEqual([])
  })
})

describe('what the text of the source adds', () => {
  const adding = { naming: [/sessions\.set\(/], cause: [/\.on\(/], holder: [/\.set\(/] }

  function found(texts: Record<string, RegExp>) {
    const asked: string[] = []
    const search = (script: string, patterns: readonly RegExp[]) => {
      asked.push(script)
      const hit = patterns.some((one) => texts[script]?.source === one.source)
      return hit ? plainLookup.place({ script, line: 7, column: 1 }) : null
    }
    const sites = [site([frame('add', '/app/other.js', 1)], 100)]
    return {
      sites: sitesByText(lead(), sites, { ...plainLookup, search }, adding),
      asked,
    }
  }

  it('is the statement that names the holder, before one that only fits the cause', () => {
    const { sites } = found({ '/app/store.js': /\.on\(/, '/app/other.js': /sessions\.set\(/ })
    expect(sites).toMatchObject([{ file: '/app/other.js', line: 7, share: null }])
  })

  it('is not a statement of a sampled script that fits nothing but the class of the holder', () => {
    expect(found({ '/app/other.js': /\.set\(/ }).sites).toEqual([])
    expect(found({ '/app/store.js': /\.set\(/ }).sites).toHaveLength(1)
  })
})

describe('the own call into a package that leaks', () => {
  const packaged = {
    ...plainLookup,
    place: (position: { script: string; line: number; column: number }) => {
      const placed = plainLookup.place(position)
      const inside = /node_modules\/(\w+)\//.exec(position.script)?.[1]
      return placed === null ? null : { ...placed, package: inside ? `${inside}@1.0.0` : null }
    },
  }
  const watch = frame('watch', '/app/node_modules/watcher/i.js', 9)
  const load = frame('load', '/app/node_modules/views/i.js', 4)

  it('is the function whose calls keep most, through other packages too', () => {
    const sites = [
      site([watch, load, frame('render', '/app/pages.js', 20)], 600),
      site([watch, frame('reload', '/app/dev.js', 3)], 200),
      site([frame('add', '/app/node_modules/watcher/i.js', 50)], 200),
    ]
    const found = ownCaller('watcher@1.0.0', sites, packaged)
    expect(found).toMatchObject([{ function: 'render', file: '/app/pages.js', share: 0.6 }])
  })

  it('is nothing where what stays was not allocated in that package', () => {
    const sites = [site([load, frame('render', '/app/pages.js', 20)], 600)]
    expect(ownCaller('watcher@1.0.0', sites, packaged)).toEqual([])
  })
})
