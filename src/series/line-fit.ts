// Least-squares lines: one, and all those that begin at any point in constant time each.

/** value = at + slope · x. */
export interface Line {
  readonly at: number
  readonly slope: number
  /** Sum of squared residuals. */
  readonly squares: number
}

/** Least squares of y on x; a level where x does not move. O(n). */
export function lineThrough(x: Float64Array, y: Float64Array): Line {
  const n = x.length
  if (n === 0) return { at: 0, slope: 0, squares: 0 }
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < n; i++) {
    meanX += x[i] / n
    meanY += y[i] / n
  }
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = 0; i < n; i++) {
    const dx = x[i] - meanX
    const dy = y[i] - meanY
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  const slope = xx > 0 ? xy / xx : 0
  return { at: meanY - slope * meanX, slope, squares: Math.max(0, yy - slope * xy) }
}

/** `result[d]`: squared residuals of the line through the points d … n - 1. O(n), from the end. */
export function squaresFromEach(x: Float64Array, y: Float64Array): Float64Array {
  const n = x.length
  const squares = new Float64Array(n)
  let count = 0
  let meanX = 0
  let meanY = 0
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = n - 1; i >= 0; i--) {
    // Welford's update: large offsets (hundreds of megabytes) would cancel in plain sums.
    count++
    const dx = x[i] - meanX
    const dy = y[i] - meanY
    meanX += dx / count
    meanY += dy / count
    xx += dx * (x[i] - meanX)
    xy += dx * (y[i] - meanY)
    yy += dy * (y[i] - meanY)
    squares[i] = Math.max(0, xx > 0 ? yy - (xy * xy) / xx : yy)
  }
  return squares
}
