// Numbers as people read them: grouped by thousands, no more digits than they carry. Independent of the machine's
// locale, so that a report reads the same everywhere.

/** What is written for a quantity that is not a finite number. */
export const UNKNOWN_QUANTITY: string = 'unknown'

/** Whole number with thousands separators: `20,001`. Rounds; expects a finite number. */
export function groupedText(value: number): string {
  const digits = Math.abs(Math.round(value)).toFixed(0)
  const grouped = digits.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return value < 0 && grouped !== '0' ? `-${grouped}` : grouped
}

/** Count: `20,001`, `1.5`, `0.034`; below a thousandth `<0.001`. Not finite: `unknown`. */
export function countText(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN_QUANTITY
  const size = Math.abs(value)
  if (size >= 100 || Number.isInteger(value)) return groupedText(value)
  if (size < 0.001) return value < 0 ? '>-0.001' : '<0.001'
  const rounded = Number(value.toPrecision(size < 10 ? 3 : 4))
  return String(Math.round(rounded * 1000) / 1000)
}

/** Number with one decimal below 100 and none above: `38.4`, `384`. Expects a finite number. */
export function shortText(value: number): string {
  return Math.abs(value) < 99.95 ? value.toFixed(1) : groupedText(value)
}
