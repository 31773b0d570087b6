// Growth that stops: level, straight rise, level. It is the cache that fills and is full, the modules that are loaded, and,
// with a rise between two neighbouring points, the lone step.

/** A fitted ramp; point numbers are those of the arrays given. */
export interface RampFit {
  /** Last point of the first level. */
  readonly from: number
  /** First point of the second level. */
  readonly to: number
  /** Bytes between the levels. */
  readonly rise: number
  readonly plateau: number
  readonly residuals: Float64Array
}

/** Running sums up to, and without, each point. */
interface Sums {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly xx: Float64Array
  readonly xy: Float64Array
}

function runningSums(x: Float64Array, y: Float64Array): Sums {
  const n = x.length
  const sums: Sums = {
    x: new Float64Array(n + 1),
    y: new Float64Array(n + 1),
    xx: new Float64Array(n + 1),
    xy: new Float64Array(n + 1),
  }
  for (let i = 0; i < n; i++) {
    sums.x[i + 1] = sums.x[i] + x[i]
    sums.y[i + 1] = sums.y[i] + y[i]
    sums.xx[i + 1] = sums.xx[i] + x[i] * x[i]
    sums.xy[i + 1] = sums.xy[i] + x[i] * y[i]
  }
  return sums
}

/** Least squares of y on the ramp between two points: what it explains, and its rise. O(1). */
function explained(
  sums: Sums,
  x: Float64Array,
  from: number,
  to: number,
): { gain: number; rise: number } {
  const n = x.length
  const run = x[to] - x[from]
  if (!(run > 0)) return { gain: 0, rise: 0 }
  // The ramp r is 0 up to `from`, (x − x[from]) / run in between, 1 from `to` on. y is centred by the caller.
  const count = to - from
  const sx = sums.x[to] - sums.x[from]
  const sxx = sums.xx[to] - sums.xx[from]
  const sy = sums.y[to] - sums.y[from]
  const sxy = sums.xy[to] - sums.xy[from]
  const after = n - to
  const start = x[from]
  const r = (sx - count * start) / run + after
  const rr = (sxx - 2 * start * sx + count * start * start) / (run * run) + after
  const ry = (sxy - start * sy) / run + (sums.y[n] - sums.y[to])
  const spread = rr - (r * r) / n
  if (spread <= 1e-9) return { gain: 0, rise: 0 }
  return { gain: (ry * ry) / spread, rise: ry / spread }
}

/** The best rising ramp, or `null` where none rises. O(n²): thin first. */
export function rampFit(u: Float64Array, values: Float64Array): RampFit | null {
  const n = values.length
  const mean = values.reduce((a, b) => a + b, 0) / n
  const centred = values.map((v) => v - mean)
  const sums = runningSums(u, centred)
  let best = { from: -1, to: -1, gain: 0, rise: 0 }
  for (let from = 0; from < n - 1; from++) {
    for (let to = from + 1; to < n; to++) {
      const { gain, rise } = explained(sums, u, from, to)
      if (rise > 0 && gain > best.gain) best = { from, to, gain, rise }
    }
  }
  if (best.from < 0) return null
  const { from, to, rise } = best
  const ramp = u.map((x) => Math.min(1, Math.max(0, (x - u[from]) / (u[to] - u[from]))))
  const at = mean - (rise * ramp.reduce((a, b) => a + b, 0)) / n
  const residuals = values.map((v, i) => v - at - rise * ramp[i])
  return { from, to, rise, plateau: at + rise, residuals }
}
