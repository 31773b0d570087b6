import { expect, it } from 'vitest'
import { LAST_OF_ROW } from '../../../src/heap/dominators/flow-graph.ts'
import { predecessorRanges } from '../../../src/heap/dominators/predecessor-ranges.ts'

it('a range that just fits comes once, whatever edges follow it', () => {
  const crowded = 1 << 20
  const target = new Uint32Array(crowded + 1000)
  for (let edge = 0; edge < target.length; edge++)
    target[edge] = edge < crowded ? 2 + (edge & 1) : 1
  for (let edge = 0; edge < target.length; edge++) target[edge] = (target[edge] ?? 0) | LAST_OF_ROW
  const source = Uint32Array.from(target, (_, edge) => 4 + edge)
  const edges = { source, target, free: new Uint32Array(0) }
  const ranges = [...predecessorRanges(edges, new Uint32Array(8), 4)]
  expect(ranges.map(({ from, to }) => [from, to])).toEqual([
    [2, 4],
    [0, 2],
  ])
})
