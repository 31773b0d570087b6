// Linear scales and round tick marks for bytes and for time.

const TIME_STEPS_MS: readonly number[] = [
  1,
  10,
  100,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * 86_400_000),
]

export interface Scale {
  /** Pixel of a value, rounded to a tenth. */
  readonly at: (value: number) => number
  readonly from: number
  readonly to: number
}

/** Scale from values `from`…`to` to pixels `start`…`end`; an empty range maps to `start`. */
export function linearScale(
  values: { from: number; to: number },
  pixels: { start: number; end: number },
): Scale {
  const span = values.to - values.from
  const at = (value: number): number => {
    const share = span === 0 ? 0 : (value - values.from) / span
    return Math.round((pixels.start + share * (pixels.end - pixels.start)) * 10) / 10
  }
  return { at, from: values.from, to: values.to }
}

/** Round values from 0 up to at least `high`, at most about `count` steps of 1, 2 or 5 times a power of ten. */
export function roundTicks(high: number, count: number): number[] {
  if (!(high > 0) || !Number.isFinite(high)) return [0, 1]
  const rough = high / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power
  const ticks = [0]
  for (let tick = step; (ticks.at(-1) ?? 0) < high; tick += step)
    ticks.push(Math.round(tick * 1e6) / 1e6)
  return ticks
}

/** Round instants within `fromMs`…`toMs`, at most about `count` of them. */
export function timeTicks(fromMs: number, toMs: number, count: number): number[] {
  const rough = (toMs - fromMs) / count
  const step = TIME_STEPS_MS.find((candidate) => candidate >= rough) ?? rough
  if (!(step > 0)) return [fromMs]
  const ticks: number[] = []
  for (let tick = Math.ceil(fromMs / step) * step; tick <= toMs; tick += step) ticks.push(tick)
  return ticks
}
