import { describe, expect, it } from 'vitest'
import { MOST_WATCHED, WatchList } from '../../../src/library/watch-list.ts'

/** A list on a clock that the test moves; the objects are held here, so that none dies meanwhile. */
function listAt(startMs = 0) {
  const held: object[] = []
  const clock = { nowMs: startMs }
  const list = new WatchList(() => clock.nowMs)
  return {
    clock,
    list,
    watch: (why = 'closed', withinMs = 5000, waits = false) => {
      const object = {}
      held.push(object)
      return list.add(object, why, { withinMs, waits })
    },
  }
}

describe('a watched object', () => {
  it('is overdue after its allowance and two mark-compacts that began later', () => {
    const { list, watch } = listAt()
    watch()
    expect(list.collected([6000])).toBe(false)
    expect(list.overdue).toBe(0)
    expect(list.collected([7000])).toBe(true)
    expect(list.overdue).toBe(1)
    expect(list.summary()).toMatchObject({ pending: 0, overdue: 1, gone: 0 })
  })

  it('is never overdue without mark-compacts, however late it is', () => {
    const { clock, list, watch } = listAt()
    watch()
    clock.nowMs = 1e9
    list.collected([])
    expect(list.overdue).toBe(0)
  })

  it('is not overdue by mark-compacts that began before it was due', () => {
    const { list, watch } = listAt()
    watch()
    list.collected([100, 200, 3000, 4999])
    expect(list.overdue).toBe(0)
  })

  it('waits for done() where its end was put off, and has its whole allowance from then on', () => {
    const { clock, list, watch } = listAt()
    const life = watch('closed', 5000, true)
    list.collected([1e6, 2e6, 3e6])
    expect(list.overdue).toBe(0)
    clock.nowMs = 3e6
    life.done()
    life.done()
    list.collected([3e6 + 4000, 3e6 + 4500])
    expect(list.overdue).toBe(0)
    list.collected([3e6 + 6000, 3e6 + 7000])
    expect(list.summary()).toMatchObject({ pending: 0, overdue: 1 })
  })

  it('is out of it after cancel(), overdue or not', () => {
    const { list, watch } = listAt()
    const early = watch()
    const late = watch()
    early.cancel()
    list.collected([6000, 7000])
    expect(list.summary()).toMatchObject({ pending: 0, overdue: 1 })
    late.cancel()
    late.done()
    expect(list.summary()).toMatchObject({ pending: 0, overdue: 0 })
    expect(list.overdue).toBe(0)
  })
})

describe('the list', () => {
  it('counts by words, most overdue first, and words beyond its room together', () => {
    const { list, watch } = listAt()
    for (let i = 0; i < 150; i++) watch(`session ${i}`)
    watch('session 7')
    list.collected([6000, 7000])
    const { rows, overdue } = list.summary()
    expect(overdue).toBe(151)
    expect(rows).toHaveLength(101)
    expect(rows[0]).toEqual({ why: '(other)', pending: 0, overdue: 50, gone: 0 })
    expect(rows[1]).toMatchObject({ why: 'session 7', overdue: 2 })
  })

  it('watches a bounded number of objects and counts what it skipped', () => {
    const { list, watch } = listAt()
    for (let i = 0; i < MOST_WATCHED + 5; i++) watch()
    expect(list.kept).toBe(MOST_WATCHED)
    expect(list.summary().skipped).toBe(5)
  })

  it('skips what is no object, without a word', () => {
    const { list } = listAt()
    const terms = { withinMs: 0, waits: false }
    for (const value of [42, 'text', null, undefined, Symbol.iterator]) {
      const life = list.add(value as unknown as object, 'closed', terms)
      life.done()
      life.cancel()
    }
    expect(list.summary()).toMatchObject({ pending: 0, overdue: 0, skipped: 5 })
  })

  it('keeps no more of long words than it shows', () => {
    const { list, watch } = listAt()
    watch('x'.repeat(10_000))
    expect(list.summary().rows[0]?.why).toBe('x'.repeat(200))
  })
})
