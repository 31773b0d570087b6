import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { report } from '../../support/run-tidemark.ts'

/** Runs a few seconds of JavaScript under watch. */
function watched(script: string, env: Record<string, string>) {
  return report(['--', process.execPath, '-e', script], { env })
}

const noteOf = ({ report: { notes } }: Awaited<ReturnType<typeof watched>>): string =>
  notes.find((note) => note.startsWith('Tidemark was switched off')) ?? ''

describe('the kill switch', () => {
  it('is a file: once it is there the agent leaves, and the program runs on to its own end', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'switch-'))
    const file = join(directory, 'off')
    const script = `
      setTimeout(() => require('node:fs').writeFileSync(${JSON.stringify(file)}, ''), 1500)
      setTimeout(() => process.exit(process.listenerCount('exit') ? 9 : 7), 4000)`
    const run = await watched(script, { TIDEMARK_DISABLE_FILE: file })
    expect(noteOf(run)).toContain(file)
    // The agent listens to the exit, and is gone by then.
    expect(run.report.target.exit?.code).toBe(7)
    expect(run.report.partial).toBe(true)
    rmSync(directory, { recursive: true })
  })

  it('is a signal of choice, which does not end the program, also when it is sent twice', async () => {
    const script = `
      setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 1500)
      setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 2500)
      setTimeout(() => process.exit(7), 3500)`
    const run = await watched(script, { TIDEMARK_DISABLE_SIGNAL: 'SIGUSR2' })
    expect(noteOf(run)).toContain('SIGUSR2')
    expect(run.report.target.exit).toEqual({ code: 7, signal: null })
  })

  it('is a variable: the agent does not even start', async () => {
    const script = "setTimeout(() => process.exit(process.listenerCount('exit') ? 9 : 7), 1000)"
    const run = await watched(script, { TIDEMARK_DISABLE: '1' })
    expect(noteOf(run)).toContain('TIDEMARK_DISABLE')
    expect(run.report.isolates).toEqual([])
    expect(run.report.target.exit?.code).toBe(7)
  })
})
