// A count with its noun: reports speak of `1 request` and `2 requests`.

import { countText } from './number-text.ts'

/** `1 request`, `2 requests`, `20,001 entries`; the plural is `one` + `s` unless given. */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}
