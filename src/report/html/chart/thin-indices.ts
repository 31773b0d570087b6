// Fewer points than readings, so that a page stays small, without losing a peak or a trough.

/** Indices into `values`, at most about `most`: of each bucket the lowest and the highest, in their order. O(length). */
export function thinIndices(values: readonly number[], most: number): number[] {
  if (values.length <= most) return values.map((_value, index) => index)
  const buckets = Math.max(1, Math.floor(most / 2))
  const kept = new Set<number>([0, values.length - 1])
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * values.length) / buckets)
    const to = Math.floor(((bucket + 1) * values.length) / buckets)
    let low = from
    let high = from
    for (let index = from; index < to; index++) {
      if ((values[index] ?? 0) < (values[low] ?? 0)) low = index
      if ((values[index] ?? 0) > (values[high] ?? 0)) high = index
    }
    kept.add(low).add(high)
  }
  return [...kept].toSorted((left, right) => left - right)
}
