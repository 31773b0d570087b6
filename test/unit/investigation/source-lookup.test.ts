import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceLookup } from '../../../src/investigation/source-lookup.ts'

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lookup-'))
})
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true })
})

function put(name: string, text: string): string {
  const file = join(cwd, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}

const MAP = {
  version: 3,
  sources: ['../src/store.ts'],
  sourcesContent: ['export const a = 1\nconst sessions = new Map<string, object>()\n'],
  names: [],
  // Generated line 1, column 0 comes from line 2, column 6 of the source.
  mappings: 'AACM',
}

describe('a position', () => {
  it('is shown relative to the working directory with the lines around it', () => {
    const file = put('app.js', 'one\ntwo\nthree\nfour\nfive\n')
    const placed = sourceLookup({ cwd, liveMaps: new Map() }).place({
      script: file,
      line: 3,
      column: 1,
    })
    expect(placed?.source).toEqual({ file: 'app.js', line: 3, column: 1 })
    expect(placed?.excerpt.find((line) => line.marked)?.text).toBe('three')
  })

  it('is the author’s through an inline source map', () => {
    const data = Buffer.from(JSON.stringify(MAP)).toString('base64')
    const file = put(
      'dist/app.js',
      `let s\n//# sourceMappingURL=data:application/json;base64,${data}\n`,
    )
    const lookup = sourceLookup({ cwd, liveMaps: new Map() })
    const placed = lookup.place({ script: pathToFileURL(file).href, line: 1, column: 1 })
    expect(placed?.source).toEqual({ file: 'src/store.ts', line: 2, column: 7 })
    expect(placed?.excerpt.find((line) => line.marked)?.text).toContain('sessions')
  })

  it('is the author’s through a map file beside the script', () => {
    put('dist/app.js.map', JSON.stringify(MAP))
    const file = put('dist/app.js', 'let s\n//# sourceMappingURL=app.js.map\n')
    const placed = sourceLookup({ cwd, liveMaps: new Map() }).place({
      script: file,
      line: 1,
      column: 1,
    })
    expect(placed?.source.file).toBe('src/store.ts')
  })

  it('is the author’s through a map that only the process knows', () => {
    const file = put('dist/app.js', 'let s\n')
    const lookup = sourceLookup({ cwd, liveMaps: new Map([[file, MAP]]) })
    expect(lookup.place({ script: file, line: 1, column: 1 })?.source.file).toBe('src/store.ts')
  })

  it('is the generated one where the map is broken', () => {
    const file = put('app.js', 'let s\n//# sourceMappingURL=data:application/json,{"version":\n')
    const placed = sourceLookup({ cwd, liveMaps: new Map() }).place({
      script: file,
      line: 1,
      column: 1,
    })
    expect(placed?.source.file).toBe('app.js')
  })

  it('names the package and its version', () => {
    put('node_modules/@scope/pkg/package.json', '{"name":"@scope/pkg","version":"2.3.4"}')
    const file = put('node_modules/@scope/pkg/lib/index.js', 'x\n')
    const placed = sourceLookup({ cwd, liveMaps: new Map() }).place({
      script: file,
      line: 1,
      column: 1,
    })
    expect(placed?.package).toBe('@scope/pkg@2.3.4')
  })

  it('is nothing for Node’s own scripts', () => {
    const lookup = sourceLookup({ cwd, liveMaps: new Map() })
    expect(lookup.place({ script: 'node:internal/timers', line: 1, column: 1 })).toBeNull()
  })

  it('of a declaration and of a statement is found in the text', () => {
    const file = put('app.js', 'const jobs = []\nfunction put(job) {\n  jobs.push(job)\n}\n')
    const lookup = sourceLookup({ cwd, liveMaps: new Map() })
    expect(lookup.declaration(file, 'jobs')?.source.line).toBe(1)
    expect(
      lookup.statement({ script: file, line: 2, column: 1 }, [/jobs\.push/])?.source.line,
    ).toBe(3)
  })
})
