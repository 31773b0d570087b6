// Cuts the numbers into ranges to which about equally many edges lead.

/** Edges that lead to `from … to - 1`. */
export interface RangeBorder {
  readonly from: number
  readonly to: number
  readonly size: number
}

/** Parts that ranges are put together from. */
const PARTS = 4096

/**
 * Ranges from the largest numbers down, each with at most `most` edges. Where more than `most` lead to one number, that number is a range. `target` holds numbers, with or without
 * the bits that `mask` takes off. O(edges), and once more for each part that is crowded.
 */
export function rangeBorders(
  target: Uint32Array,
  mask: number,
  count: number,
  most: number,
): RangeBorder[] {
  const shift = 32 - Math.clz32(Math.floor(count / PARTS))
  const whole = { from: 0, to: count, shift }
  const inPart = edgesByPart(target, mask, whole)
  const borders: RangeBorder[] = []
  const add = (parts: readonly RangeBorder[]): void => {
    for (const part of parts) {
      const last = borders.at(-1)
      if (last !== undefined && last.size + part.size <= most) {
        borders[borders.length - 1] = { from: part.from, to: last.to, size: last.size + part.size }
      } else {
        borders.push(part)
      }
    }
  }
  for (let part = inPart.length - 1; part >= 0; part--) {
    const from = part << shift
    const to = Math.min(count, (part + 1) << shift)
    if (from >= to) continue
    if (inPart[part] <= most || to - from === 1) {
      add([{ from, to, size: inPart[part] }])
      continue
    }
    const single = edgesByPart(target, mask, { from, to, shift: 0 })
    add(Array.from({ length: to - from }, (_, at) => one(to - 1 - at, single[to - 1 - at - from])))
  }
  return borders
}

function one(number: number, size: number): RangeBorder {
  return { from: number, to: number + 1, size }
}

function edgesByPart(
  target: Uint32Array,
  mask: number,
  range: { readonly from: number; readonly to: number; readonly shift: number },
): Uint32Array {
  const { from, to, shift } = range
  const inPart = new Uint32Array(((to - from - 1) >>> shift) + 1)
  for (let edge = 0; edge < target.length; edge++) {
    const number = target[edge] & mask
    if (number >= from && number < to) inPart[(number - from) >>> shift]++
  }
  return inPart
}
