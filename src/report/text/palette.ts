// The colours of the terminal report. Colour only repeats what words say, so nothing is lost without it.

import type { Verdict } from '../../protocol/index.ts'

const SGR = {
  strong: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
  'strong-red': '1;31',
  'strong-green': '1;32',
  'strong-yellow': '1;33',
  'strong-cyan': '1;36',
} as const

export type Tone = keyof typeof SGR

/** Paints a text that holds no escape sequence itself. */
export type Paint = (tone: Tone, text: string) => string

const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  leaking: 'strong-red',
  suspect: 'strong-yellow',
  bounded: 'strong-cyan',
  stable: 'strong-green',
  inconclusive: 'strong-yellow',
}

/** Paint with SGR sequences, or one that leaves text as it is. */
export function palette(color: boolean): Paint {
  if (!color) return (_tone, text) => text
  return (tone, text) => (text === '' ? '' : `\u001b[${SGR[tone]}m${text}\u001b[0m`)
}

/** Tone of a verdict. */
export function verdictTone(verdict: Verdict): Tone {
  return VERDICT_TONES[verdict] ?? 'strong'
}
