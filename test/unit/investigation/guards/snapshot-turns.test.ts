import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  isOtherUnderWay,
  takeTurn,
  takenThisHour,
} from '../../../../src/investigation/guards/snapshot-turns.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'turns-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})
const TARGET = process.ppid

describe('the turn for a snapshot', () => {
  it('is one at a time', () => {
    const first = takeTurn(directory, TARGET, true)
    expect(first).not.toBeNull()
    expect(isOtherUnderWay(directory)).toBe(true)
    expect(takeTurn(directory, TARGET, true)).toBeNull()
    first?.end(true)
    expect(isOtherUnderWay(directory)).toBe(false)
    expect(takeTurn(directory, TARGET, true)).not.toBeNull()
  })

  it('is given beside another one where the snapshot is small, and that shows to a large one', () => {
    const large = takeTurn(directory, TARGET, true)
    const small = takeTurn(directory, TARGET, false)
    expect(small).not.toBeNull()
    large?.end(false)
    expect(takeTurn(directory, TARGET, true)).toBeNull()
    small?.end(false)
    expect(readdirSync(directory)).toEqual([])
  })

  it('is not kept by a process that has died, nor by one that got its number since', () => {
    writeFileSync(join(directory, `going.${TARGET}.999999999.1.1`), '')
    writeFileSync(join(directory, `going.${TARGET}.${process.pid}.1.1`), '')
    expect(takeTurn(directory, TARGET, true)).not.toBeNull()
  })

  it('is given where there is nobody to ask', () => {
    expect(takeTurn(null, TARGET, true)).not.toBeNull()
    expect(takenThisHour(null, TARGET)).toBe(0)
  })
})

describe('the snapshots of the last hour', () => {
  it('are counted for each process apart, and only those that were taken', () => {
    takeTurn(directory, TARGET, true)?.end(true)
    takeTurn(directory, TARGET, true)?.end(true)
    takeTurn(directory, TARGET, true)?.end(false)
    takeTurn(directory, process.pid, true)?.end(true)
    expect(takenThisHour(directory, TARGET)).toBe(2)
    expect(takenThisHour(directory, process.pid)).toBe(1)
  })

  it('are forgotten after an hour', () => {
    takeTurn(directory, TARGET, true)?.end(true)
    const [name = ''] = readdirSync(directory)
    const old = name.replace(/\.\d{13}\./, `.${Date.now() - 3_700_000}.`)
    writeFileSync(join(directory, old), '')
    expect(takenThisHour(directory, TARGET)).toBe(1)
    expect(readdirSync(directory)).toEqual([name])
  })
})
