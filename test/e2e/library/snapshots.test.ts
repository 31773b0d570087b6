import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HeapDiffResult, HeapStats } from '../../../src/library/index.ts'
import { LIBRARY, runProgram } from '../../support/run-program.ts'

let directory = ''
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'library-')))
})
afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

const NODES_NAME = /Heap\.\d{8}\.\d{6}\.\d+\.0\.\d{3}\.heapsnapshot$/

describe('writeSnapshot', () => {
  it('writes whole private files, under the name that is given or one of Node', async () => {
    const { stdout, stderr } = await runProgram([join(LIBRARY, 'writes-snapshots.mjs'), directory])
    const said = JSON.parse(stdout) as Record<string, unknown> & {
      byCallback: { error: null; file: string }
    }
    expect(stderr).toBe('')
    expect(said['named']).toBe(join(directory, 'named.heapsnapshot'))
    expect(said['unnamed']).toMatch(NODES_NAME)
    expect(said.byCallback.error).toBeNull()
    expect(said.byCallback.file.startsWith(join(directory, 'inner'))).toBe(true)
    expect(said['refused']).toBe('ENOENT')
    expect(said['isThereAtOnce']).toBe(true)
    expect(said['both']).toEqual(['fulfilled', 'rejected'])
    expect(said['listeners']).toEqual([0, 0])
    expect(readdirSync(join(directory, 'inner')).every((name) => NODES_NAME.test(name))).toBe(true)
    expect(readdirSync(join(directory, 'inner'))).toHaveLength(2)
    const files = readdirSync(directory).filter((name) => name !== 'inner')
    expect(files).toHaveLength(4)
    for (const name of files) {
      const { mode, size } = statSync(join(directory, name))
      expect(mode & 0o777).toBe(0o600)
      expect(size).toBeGreaterThan(1_000_000)
    }
  })

  it('obeys the signal that the environment names, and lets a program without it die of it', async () => {
    const file = join(LIBRARY, 'waits-for-signal.cjs')
    const killed = await signalled(file, {})
    expect(killed).toBe('SIGUSR2')
    expect(readdirSync(directory)).toEqual([])
    const ended = await signalled(file, { TIDEMARK_SNAPSHOT_SIGNAL: 'SIGUSR2' })
    expect(ended).toBe('SIGKILL')
    expect(readdirSync(directory).filter((name) => NODES_NAME.test(name))).toHaveLength(1)
  })
})

/** The signal that ended the program: it gets SIGUSR2, and SIGKILL once a snapshot is there. */
async function signalled(file: string, env: Record<string, string>): Promise<string | null> {
  const child = spawn(process.execPath, [file], {
    cwd: directory,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<string | null>((resolve) => {
    child.once('exit', (_code, signal) => resolve(signal))
  })
  child.stdout.once('data', () => child.kill('SIGUSR2'))
  const watching = setInterval(() => {
    const done = readdirSync(directory).some((name) => NODES_NAME.test(name))
    if (done) child.kill('SIGKILL')
  }, 50)
  const signal = await ended
  clearInterval(watching)
  return signal
}

describe('the library in a CommonJS program', () => {
  it('diffs the heap class by class, collects, tells stats, and leaves nothing behind', async () => {
    const { stdout, stderr } = await runProgram([join(LIBRARY, 'diffs-heaps.cjs')], {
      env: { TMPDIR: directory },
    })
    const said = JSON.parse(stdout) as {
      result: HeapDiffResult
      again: string
      collected: boolean
      stats: HeapStats[]
    }
    expect(stderr).toBe('')
    const { before, after, change } = said.result
    const detail = (what: string) => change.details.find((one) => one.what === what)
    expect(detail('LeakingClass')).toMatchObject({ '+': 1000, '-': 0 })
    expect(detail('LeakingClass')?.size_bytes).toBeGreaterThanOrEqual(24_000)
    expect(detail('GoingClass')).toMatchObject({ '+': 0, '-': 500 })
    expect(change.size_bytes).toBe(after.size_bytes - before.size_bytes)
    expect(change.allocated_nodes - change.freed_nodes).toBe(after.nodes - before.nodes)
    const nodes = change.details.filter((one) => one.what.startsWith('Node / '))
    expect(nodes.every((one) => Math.min(one['+'], one['-']) === 0)).toBe(true)
    expect(said.again).toBe('TARGET_REFUSED')
    expect(said.collected).toBe(true)
    expect(said.stats.at(-1)?.num_full_gc).toBeGreaterThan(0)
    expect(readdirSync(directory)).toEqual([])
    expect(existsSync(directory)).toBe(true)
  })
})
