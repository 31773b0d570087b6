// The verdicts in words, the same in every format.

import type { Finding, Verdict } from '../../protocol/index.ts'

export interface VerdictWords {
  readonly label: string
  /** What the verdict means, in plain words, for a reader who sees one for the first time. */
  readonly plain: string
}

/** Every verdict's label and meaning. */
export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  leaking: {
    label: 'LEAKING',
    plain: 'memory grows and does not come back; at least two independent witnesses say so',
  },
  suspect: {
    label: 'SUSPECT',
    plain: 'one witness speaks for a leak, a second is missing',
  },
  bounded: {
    label: 'BOUNDED',
    plain: 'memory grows and is levelling off: warm-up, a filling cache, a pool or a backlog',
  },
  stable: { label: 'STABLE', plain: 'memory does not grow' },
  inconclusive: { label: 'INCONCLUSIVE', plain: 'there is not enough evidence either way' },
}

/** `leak` for a confirmed finding, `suspect` for one that is not. */
export function findingWord(finding: Finding): 'leak' | 'suspect' {
  return finding.status === 'confirmed' ? 'leak' : 'suspect'
}
