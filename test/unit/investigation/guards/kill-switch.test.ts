import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { switchedOffBy } from '../../../../src/investigation/guards/kill-switch.ts'
import { runtimeDirectory } from '../../../../src/investigation/guards/runtime-directory.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'switch-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

describe('the kill switch', () => {
  it('is a variable, a file that a variable names, or a file in the runtime directory', () => {
    const file = join(directory, 'off')
    expect(switchedOffBy(directory, { TIDEMARK_DISABLE_FILE: file })).toBeNull()
    writeFileSync(file, '')
    expect(switchedOffBy(directory, { TIDEMARK_DISABLE_FILE: file })).toContain(file)
    expect(switchedOffBy(directory, {})).toBeNull()
    writeFileSync(join(directory, 'disable'), '')
    expect(switchedOffBy(directory, {})).toContain('disable')
    expect(switchedOffBy(null, { TIDEMARK_DISABLE: '1' })).toContain('TIDEMARK_DISABLE')
  })

  it('is not thrown by a variable that says no', () => {
    expect(switchedOffBy(null, { TIDEMARK_DISABLE: '0' })).toBeNull()
    expect(switchedOffBy(null, { TIDEMARK_DISABLE: '' })).toBeNull()
  })
})

describe('the runtime directory', () => {
  it('is made private to the user', () => {
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: directory })).toBe(join(directory, 'tidemark'))
  })

  it.runIf(process.platform !== 'win32')('is not one that others can write to', () => {
    const open = join(directory, 'tidemark')
    mkdirSync(open)
    chmodSync(open, 0o777)
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: directory })).not.toBe(open)
  })
})
