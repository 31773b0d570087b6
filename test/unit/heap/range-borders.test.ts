import { expect, it } from 'vitest'
import { seededRandom } from '../../support/heap-builder.ts'
import { rangeBorders } from '../../../src/heap/dominators/range-borders.ts'

const MASK = 0x7fffffff

it('ranges follow one another from the largest number to 0, and none is crowded but by a single number', () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = seededRandom(seed)
    const count = 1 + Math.floor(random() * 20_000)
    const hot = Math.floor(random() * count)
    const edges = Array.from({ length: 30_000 }, (_, at) => {
      const number = random() < 0.4 ? hot : Math.floor(random() ** 3 * count)
      return at % 3 === 0 ? number | 0x80000000 : number
    })
    const target = Uint32Array.from(edges)
    const ranges = rangeBorders(target, MASK, count, 4000)
    let expected = count
    for (const { from, to, size } of ranges) {
      expect(to).toBe(expected)
      expect(from).toBeLessThan(to)
      const inside = target.filter((word) => (word & MASK) >= from && (word & MASK) < to)
      expect(size).toBe(inside.length)
      expect(size <= 4000 || to - from === 1).toBe(true)
      expected = from
    }
    expect(expected).toBe(0)
  }
})
