import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { stdoutPieces } from '../../../src/cli/terminal/stdout-pieces.ts'

/** A stream that takes a piece when it is told to, with the error that it is given. */
function slowStream(): { stream: NodeJS.WriteStream; take: (error?: Error) => void } {
  let done: ((error?: Error) => void) | null = null
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, callback) => void (done = callback),
  })
  return { stream: stream as unknown as NodeJS.WriteStream, take: (error) => done?.(error) }
}

const closed = (): Error => Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })

describe('pieces for stdout', () => {
  it('wait until the last one was taken', async () => {
    const { stream, take } = slowStream()
    const pieces = stdoutPieces(stream)
    let written = false
    const first = pieces.write('one').then((more) => {
      written = true
      return more
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(written).toBe(false)
    take()
    expect(await first).toBe(true)
    pieces.end()
  })

  it('end quietly where the reader is gone', async () => {
    const { stream, take } = slowStream()
    const pieces = stdoutPieces(stream)
    const first = pieces.write('one')
    take(closed())
    expect(await first).toBe(false)
    expect(await pieces.write('two')).toBe(false)
    pieces.end()
  })

  it('do not hide another failure, and leave no listener behind', async () => {
    const { stream, take } = slowStream()
    const pieces = stdoutPieces(stream)
    const first = pieces.write('one')
    take(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
    await expect(first).rejects.toThrow('no space')
    pieces.end()
    await new Promise((resolve) => setImmediate(resolve))
    expect(stream.listenerCount('error') + stream.listenerCount('drain')).toBe(0)
  })
})
