import { describe, expect, it } from 'vitest'
import { countedDiff, firstCounts } from '../../../src/library/diff/class-counts.ts'
import type { CountedDiff } from '../../../src/library/diff/class-counts.ts'
import { Moment } from '../../support/moment.ts'

/** The diff between two moments; `ids` tells whether V8 kept the objects' numbers. */
function diffOf(
  draw: (moment: Moment, isLater: boolean) => void,
  keepsNumbers = true,
): CountedDiff {
  const ids = new Map<string, number>()
  const before = new Moment(ids)
  draw(before, false)
  const other = new Map<string, number>(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]))
  const after = new Moment(keepsNumbers ? ids : other)
  draw(after, true)
  return countedDiff(firstCounts(before.heap.graph()), after.heap.graph())
}

/** A program that always has fifty things, so that its two moments can be told to be of one process. */
function drawProgram(moment: Moment): void {
  moment.hold('', 'start', 'app', 'App')
  for (let i = 0; i < 50; i++) moment.hold('app', `thing${i}`, `thing ${i}`, 'Thing')
}

function change(diff: CountedDiff, what: string): object | undefined {
  return diff.classes.find((one) => one.what === what)
}

describe('the difference of two moments', () => {
  it('tells what was made from what was freed, where the sums alone would hide it', () => {
    const diff = diffOf((moment, isLater) => {
      drawProgram(moment)
      const [from, to] = isLater ? [40, 100] : [0, 60]
      for (let i = from; i < to; i++) moment.hold('app', `job${i}`, `job ${i}`, ['Job', 100])
    })
    expect(change(diff, 'Job')).toEqual({ what: 'Job', bytes: 0, made: 40, freed: 40 })
    expect(diff).toMatchObject({ made: 40, freed: 40 })
  })

  it('leaves out what did not change, and puts most bytes first', () => {
    const diff = diffOf((moment, isLater) => {
      drawProgram(moment)
      if (!isLater) return
      moment.hold('app', 'small', 'small', ['Small', 10])
      moment.hold('app', 'big', 'big', ['Big', 1000])
    })
    expect(diff.classes.map((one) => one.what)).toEqual(['Big', 'Small'])
    expect(diff.after.bytes - diff.before.bytes).toBe(1010)
    expect(diff.after.nodes - diff.before.nodes).toBe(2)
  })

  it('claims no more than the counts where V8 has forgotten the numbers', () => {
    const diff = diffOf((moment, isLater) => {
      drawProgram(moment)
      for (let i = 0; i < (isLater ? 25 : 20); i++) moment.hold('app', `j${i}`, `job ${i}`, 'Job')
    }, false)
    expect(diff.classes).toEqual([{ what: 'Job', bytes: 80, made: 5, freed: 0 }])
  })

  it('counts what has no lasting number by its sum', () => {
    const diff = diffOf((moment, isLater) => {
      drawProgram(moment)
      const count = isLater ? 12 : 10
      for (let i = 0; i < count; i++) {
        const name = moment.object(`${isLater} ${i}`, 'Node / pair', 8, 'native')
        moment.edge('app', 'property', `n${i}`, name)
      }
    })
    expect(change(diff, 'Node / pair')).toMatchObject({ made: 2, freed: 0 })
  })
})
