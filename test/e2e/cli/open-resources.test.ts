import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { EMPTY_HISTORY, NO_LIVE_FACTS, nextEvidence } from '../../../src/diagnosis/index.ts'
import type { Lead, SnapshotHistory } from '../../../src/diagnosis/index.ts'
import { readSnapshot } from '../../../src/heap/index.ts'
import { PROGRAMS } from '../../support/run-tidemark.ts'

/** The lead that grew most in a program that opens something in three rounds. */
async function leadOf(what: string): Promise<Lead> {
  const directory = mkdtempSync(join(tmpdir(), 'opened-'))
  try {
    execFileSync(process.execPath, [join(PROGRAMS, 'opens-resources.cjs'), what, directory])
    let history: SnapshotHistory = EMPTY_HISTORY
    let leads: readonly Lead[] = []
    for (const [round, name] of ['a', 'b', 'c'].entries()) {
      const file = join(directory, `${name}.heapsnapshot`)
      const meta = { atMs: round, work: round, alone: false, fromFile: false }
      const next = nextEvidence(await readSnapshot(createReadStream(file)), history, meta)
      history = next.history
      leads = next.evidence.leads
    }
    const [most] = leads.toSorted((a, b) => b.shareBytes - a.shareBytes)
    if (most === undefined) throw new Error(`nothing grew in ${what}`)
    return most
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function causeName(lead: Lead): string {
  return causeOf(lead, NO_LIVE_FACTS).rule.cause
}

describe('what a real process opens for good', () => {
  it('is a handle by the class that people know: a watcher, a child process', async () => {
    const watcher = await leadOf('watcher')
    expect(watcher).toMatchObject({ grownClass: 'FSWatcher', grownCount: 50 })
    expect(causeName(watcher)).toBe('handle')
    expect(watcher.holder.position?.script).toContain('opens-resources.cjs')
    const child = await leadOf('process')
    expect(child).toMatchObject({ grownClass: 'ChildProcess', grownCount: 10 })
    expect(causeName(child)).toBe('handle')
  })

  it('is a worker before it is the ports that come with it', async () => {
    const worker = await leadOf('worker')
    expect(worker).toMatchObject({ grownClass: 'Worker', grownCount: 10 })
    expect(causeName(worker)).toBe('worker')
  })

  it('is a connection held by the Map of the program that has its sockets', async () => {
    const connection = await leadOf('connection')
    expect(causeName(connection)).toBe('connection')
    expect(connection.holder.name).toBe('clients')
    expect(connection.natives[0]).toMatchObject({ kind: 'TCPSocketWrap', owner: 'Socket' })
  })
})
