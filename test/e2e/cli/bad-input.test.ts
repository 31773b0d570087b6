import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { APPS, PROGRAMS, report, runTidemark } from '../../support/run-tidemark.ts'

describe('a program that cannot be started', () => {
  it('is a usage error that names the file', async () => {
    const run = await runTidemark(['run', 'no-such-file.js'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('FILE_UNREADABLE')
    expect(run.stderr).toContain('no-such-file.js')
    expect(run.stdout).toBe('')
  })

  it('is a usage error for a file that is not JavaScript', async () => {
    const run = await runTidemark(['run', 'package.json'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('tidemark run -- ')
  })

  it('is a usage error for a command that does not exist', async () => {
    const run = await runTidemark(['run', '--', 'no-such-command-anywhere'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('COMMAND_NOT_FOUND')
    expect(run.left).toEqual([])
  })

  it('is a usage error for options that are not understood', async () => {
    expect((await runTidemark(['run', '--duration', 'soon', 'x.js'])).code).toBe(2)
    expect((await runTidemark(['run'])).code).toBe(2)
    expect((await runTidemark(['nonsense'])).code).toBe(2)
  })
})

describe('a program that ends badly', () => {
  it('is inconclusive when it exits at once', async () => {
    const run = await report([join(APPS, 'empty.js')])
    expect(run.report.verdict).toBe('inconclusive')
    expect(run.report.notes.join(' ')).toContain('too soon')
    expect(run.code).toBe(3)
    expect(run.left).toEqual([])
  })

  it('gets a partial report that says so when it crashes', async () => {
    const run = await report([join(APPS, 'crashes.js')])
    expect(run.report.target.exit?.code).not.toBe(0)
    expect(run.report.notes.join(' ')).toMatch(/uncaught|exited with code/)
    expect(run.code).toBe(4)
    expect(run.left).toEqual([])
  })

  it('gets a partial report when it is killed', async () => {
    const script =
      "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2500); setInterval(() => {}, 50)"
    const run = await report(['--', process.execPath, '-e', script])
    expect(run.report.partial).toBe(true)
    expect(run.report.target.exit?.signal).toBe('SIGKILL')
    expect(run.code).toBe(4)
    expect(run.left).toEqual([])
  })

  it('gets a partial report when V8 runs out of heap', async () => {
    const args = ['--', process.execPath, '--max-old-space-size=40', join(APPS, 'exhausting.js')]
    const run = await report(args)
    expect(run.report.target.exit?.signal).toBe('SIGABRT')
    expect(run.report.partial).toBe(true)
    expect(run.report.summary).toContain('Died of memory: heap limit')
    expect(run.report.deaths?.[0]?.kind).toBe('heap-limit')
    expect([1, 4]).toContain(run.code)
    expect(run.left).toEqual([])
  })

  it('is not a Node.js program: the report says that nothing was seen', async () => {
    const run = await report(['--', 'sleep', '1'])
    expect(run.report.isolates).toEqual([])
    expect(run.report.notes.join(' ')).toContain('No Node.js process')
    expect(run.code).toBe(4)
  })

  it('leaves a child behind: the run ends all the same', async () => {
    const run = await report([join(APPS, 'forks-and-leaves.js')])
    expect(run.report.target.exit?.code).toBe(0)
    expect(run.left).toEqual([])
  })

  it('calls process.exit in its exit handler: its code is in the report', async () => {
    const run = await report([join(APPS, 'exits-in-exit-handler.js')])
    expect(run.report.target.exit?.code).not.toBeNull()
    expect(run.left).toEqual([])
  })
})

describe('an interrupt', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s ends the program, prints what is known and exits with %i',
    async (signal, code) => {
      const run = await report([join(PROGRAMS, 'quiet-server.mjs')], {
        onStart: (child) => setTimeout(() => child.kill(signal), 4000),
      })
      expect(run.report.target.exit?.signal).toBe(signal)
      expect(run.report.isolates).toHaveLength(1)
      expect(run.code).toBe(code)
      expect(run.left).toEqual([])
    },
  )
})

describe('a snapshot file that is none', () => {
  it.each([
    ['empty', '', 'SNAPSHOT_EMPTY'],
    ['text', 'hello\u001b[31m', 'SNAPSHOT_NOT_A_SNAPSHOT'],
    ['other JSON', '{"name":"x"}', 'SNAPSHOT_NOT_A_SNAPSHOT'],
    ['cut off', '{"snapshot":{"meta":{"node_fields":["type"', 'SNAPSHOT_TRUNCATED'],
  ])('(%s) is a coded error with a byte offset', async (_name, text, code) => {
    const directory = mkdtempSync(join(tmpdir(), 'broken-'))
    const file = join(directory, 'x.heapsnapshot')
    writeFileSync(file, text)
    const run = await runTidemark(['analyze', file])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain(code)
    expect(run.stderr).toMatch(/byte \d+/)
    expect(run.stderr).not.toContain('\u001b[31m')
    rmSync(directory, { recursive: true })
  })

  it('is a coded error when it does not exist', async () => {
    const run = await runTidemark(['analyze', 'nowhere.heapsnapshot'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('FILE_UNREADABLE')
  })
})
