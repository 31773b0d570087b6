import { describe, expect, it } from 'vitest'
import { unwatchedNote, versionsNote } from '../../../src/investigation/run-notes.ts'

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

describe('unwatchedNote', () => {
  it('names the threads that were started and have not said hello', () => {
    const hellos = [
      { pid: 7, threadId: 0, workers: [1, 2] },
      { pid: 7, threadId: 1 },
      { pid: 8, threadId: 2 },
    ]
    expect(unwatchedNote(hellos)).toContain('The worker thread 7/2 is not watched')
    expect(unwatchedNote([...hellos, { pid: 7, threadId: 2 }])).toBeNull()
  })
})
