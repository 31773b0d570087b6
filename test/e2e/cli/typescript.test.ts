import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import { report } from '../../support/run-tidemark.ts'

const SOURCE = fileURLToPath(new URL('../../fixtures/typescript/', import.meta.url))
const TSC = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url))
let directory = ''

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'typescript-'))
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
})
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('a TypeScript program', () => {
  it('that was compiled is shown at the lines of its source', async () => {
    const out = join(directory, 'dist')
    const flags = ['--target', 'es2022', '--module', 'nodenext', '--sourceMap', '--skipLibCheck']
    const files = ['--rewriteRelativeImportExtensions', '--types', 'node', '--outDir', out]
    execFileSync(TSC, ['--ignoreConfig', ...flags, ...files, join(SOURCE, 'app.ts')])
    const run = await report([join(out, 'app.js'), '22'])
    expect(run.report.verdict).toBe('leaking')
    const holder = run.report.findings[0]?.holder
    expect(holder).toMatchObject({ name: 'visits', className: 'Map' })
    expect(holder?.source).toMatchObject({ line: 8 })
    expect(holder?.source?.file).toMatch(/store\.ts$/)
    // Which of the two functions comes first depends on what V8 inlines.
    const sites = run.report.findings[0]?.addedBy ?? []
    expect(
      sites.every((site) => site.file.endsWith('store.ts') || site.file.endsWith('app.ts')),
    ).toBe(true)
    expect(sites.map((site) => site.line)).toContain(12)
  })

  it('that was bundled into one file is shown at the lines of its source', async () => {
    const out = join(directory, 'bundle')
    await build({
      logLevel: 'silent',
      configFile: false,
      build: {
        ssr: join(SOURCE, 'app.ts'),
        outDir: out,
        sourcemap: 'inline',
        minify: true,
        rollupOptions: { output: { entryFileNames: 'app.js' } },
      },
    })
    const run = await report([join(out, 'app.js'), '22'])
    expect(run.report.verdict).toBe('leaking')
    const sites = run.report.findings[0]?.addedBy.map((site) => site.file) ?? []
    expect(sites.some((file) => file.endsWith('store.ts'))).toBe(true)
  })
})
