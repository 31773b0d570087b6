import { describe, expect, it } from 'vitest'
import { allocationSites } from '../../../src/diagnosis/allocation-sites.ts'
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
