import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { APPS, LAB, PROGRAMS, report, runTidemark } from '../../support/run-tidemark.ts'

describe('tidemark run', () => {
  it('names the Map that grows, the line that fills it and the cause, and exits with 1', async () => {
    const run = await report([join(LAB, 'collection/leaky.js')], { env: { SECONDS: '30' } })
    expect(run.report.verdict).toBe('leaking')
    expect(run.code).toBe(1)
    const [finding] = run.report.findings
    expect(finding).toMatchObject({ cause: 'collection', status: 'confirmed' })
    expect(finding?.holder).toMatchObject({ name: 'sessions', className: 'Map' })
    expect(finding?.holder.source).toMatchObject({ file: 'lab/collection/store.js', line: 5 })
    expect(finding?.addedBy.map((site) => site.function)).toContain('openSession')
    expect(finding?.rate.operation).toBe('http request')
    expect(run.left).toEqual([])
  })

  it('accuses nobody in the healthy twin', async () => {
    const run = await report([join(LAB, 'collection/healthy.js')], { env: { SECONDS: '20' } })
    expect(['stable', 'bounded', 'inconclusive']).toContain(run.report.verdict)
    expect(run.report.findings).toEqual([])
    expect(run.code).toBe(run.report.verdict === 'inconclusive' ? 3 : 0)
  })

  it('says how often and how long it stopped the program', async () => {
    const run = await report([join(LAB, 'collection/healthy.js')], { env: { SECONDS: '6' } })
    const intrusion = run.report.intrusion
    expect(intrusion?.collections).toBeGreaterThan(2)
    expect(intrusion?.collectionPauseMs).toBeGreaterThan(0)
    expect(intrusion?.budgetShare).toBeGreaterThan(0)
  })

  it('asks for no collection with --no-gc', async () => {
    const run = await report(['--no-gc', join(LAB, 'collection/healthy.js')], {
      env: { SECONDS: '4' },
    })
    expect(run.report.intrusion?.collections).toBe(0)
  })

  it('runs any command after two dashes, with what it prints and its arguments', async () => {
    const script = 'console.log(process.argv.slice(1).join(" ")); setTimeout(() => {}, 1500)'
    const run = await runTidemark([
      'run',
      '--quiet',
      '--',
      process.execPath,
      '-e',
      script,
      'a b',
      '--x',
    ])
    expect(run.stdout).toContain('a b --x')
    expect(run.code).toBe(3)
  })

  it('ends a server after --duration, drives --load at it, and counts requests', async () => {
    const port = 20_000 + (process.pid % 20_000)
    const load = `http://127.0.0.1:${port}/`
    const args = ['--duration', '8s', '--load', load, join(PROGRAMS, 'quiet-server.mjs')]
    const run = await report(args, { env: { PORT: String(port) } })
    expect(run.report.target.exit?.signal).toBe('SIGTERM')
    expect(run.report.isolates[0]?.trend?.by).toBe('http request')
    expect(run.report.verdict).not.toBe('leaking')
  })

  it('writes every form that is asked for into private files, and one line to stdout', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'forms-'))
    const [json, html, md] = ['r.json', 'r.html', 'r.md'].map((name) => join(directory, name))
    const forms = ['--json', json ?? '', '--html', html ?? '', '--md', md ?? '', '--quiet']
    const run = await runTidemark(['run', ...forms, join(APPS, 'empty.js')])
    expect(run.stdout.trim().split('\n')).toHaveLength(1)
    for (const file of [json, html, md]) expect(statSync(file ?? '').mode & 0o777).toBe(0o600)
    expect(readFileSync(html ?? '', 'utf8')).toContain('Content-Security-Policy')
    rmSync(directory, { recursive: true })
  })

  it('follows --fail-on', async () => {
    const args = ['run', '--quiet', '--fail-on', 'never', join(APPS, 'empty.js')]
    expect((await runTidemark(args)).code).toBe(0)
    expect((await runTidemark(['run', '--fail-on', 'always', 'x.js'])).code).toBe(2)
  })
})
