import { describe, expect, it } from 'vitest'
import { versionsNote } from '../../../src/investigation/run-notes.ts'

describe('versionsNote', () => {
  it('names processes that run another Node than the first, each once', () => {
    const note = versionsNote([
      { pid: 1, nodeVersion: '20.20.2' },
      { pid: 2, nodeVersion: '18.20.8' },
      { pid: 2, nodeVersion: '18.20.8' },
      { pid: 3, nodeVersion: '20.20.2' },
    ])
    expect(note).toContain('18.20.8 (pid 2)')
    expect(note).not.toContain('pid 3')
  })

  it('is silent where all run the same', () => {
    expect(versionsNote([{ pid: 1, nodeVersion: '20.20.2' }])).toBeNull()
    expect(versionsNote([])).toBeNull()
  })
})
