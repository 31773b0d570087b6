import { describe, expect, test } from 'vitest'
import { holderNames, showsHolder } from '../../../bench/accuracy/holder-names.mjs'
import { finding } from '../../support/finding-builder.ts'
import { step } from '../../support/sample-finding.ts'

describe('reading a truth', () => {
  test.each([
    ['ajv._cache (Map) and ajv.scope._values', ['_cache', '_values']],
    [
      'CancelToken#promise (config.cancelToken of the axios instance) -> PromiseReaction chain -> onCanceled context',
      ['CancelToken', 'cancelToken'],
    ],
    ["program array 'seen' -> sliced string -> parent", ['seen']],
    ['timers object (closure variable of the Window constructor)', ['timers']],
    ['cacheStore (WeakMap in mem) -> Map of the memoized function', ['cacheStore']],
    [
      'FsWatchInstances (Map in chokidar/lib/nodefs-handler.js) listener sets behind live fs.watch handles',
      ['FsWatchInstances'],
    ],
    ['AbortSignal (stop.signal) kEvents Listener list -> listener context', ['AbortSignal']],
    [
      'process._events.uncaughtException -> bound function -> ExceptionHandler.logger',
      ['uncaughtException'],
    ],
    ['worker.abortListeners array in the worker thread', ['abortListeners']],
    [
      'zlibLimiter (module variable in permessage-deflate.js, async-limiter Queue) .jobs array -> callbacks -> WebSocket/Receiver',
      ['jobs', 'zlibLimiter'],
    ],
    ['the `pending` Map of the module', ['pending']],
    ['sessions (Map) of src/store.js', ['sessions']],
  ])('%s names what only this leak has', (holder, names) => {
    expect(holderNames(holder).toSorted()).toEqual(names.toSorted())
  })

  test('words that any program has are no names', () => {
    expect(holderNames('a Map in a closure context of the process')).toEqual([])
    expect(holderNames(null)).toEqual([])
  })
})

describe('comparing with a finding', () => {
  test('the name of the holder counts', () => {
    expect(showsHolder(['sessions'], finding({ holder: { name: 'sessions' } }))).toBe(true)
  })

  test('a step of the path counts, by its name and by its class', () => {
    const byName = finding({ path: [step('context', 'zlibLimiter', 'Limiter')] })
    const byClass = finding({ path: [step('property', 'source', 'CancelToken')] })
    expect(showsHolder(['zlibLimiter'], byName)).toBe(true)
    expect(showsHolder(['CancelToken'], byClass)).toBe(true)
  })

  test('symbols and decorated names are seen through', () => {
    const symbol = finding({ path: [step('property', '<symbol abortListeners>', 'Array')] })
    expect(showsHolder(['abortListeners'], symbol)).toBe(true)
  })

  test('a part of a longer name does not count', () => {
    const longer = finding({
      holder: { name: 'seenBefore' },
      path: [step('property', 'unseen', 'Array')],
    })
    expect(showsHolder(['seen'], longer)).toBe(false)
  })

  test('another capital is another name', () => {
    expect(showsHolder(['timers'], finding({ holder: { className: 'Timers' } }))).toBe(false)
  })

  test('prose does not count', () => {
    const prose = finding({ title: 'Map seen grows', holder: { description: 'variable seen' } })
    expect(showsHolder(['seen'], prose)).toBe(false)
  })

  test('no finding is wrong, and no name cannot be judged', () => {
    expect(showsHolder(['seen'], undefined)).toBe(false)
    expect(showsHolder([], finding())).toBeNull()
  })
})
