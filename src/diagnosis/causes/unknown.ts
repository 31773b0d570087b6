// Growth with a known path but no known pattern: the path itself is the answer.

import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

export const unknown: CauseRule = {
  cause: 'unknown',
  where: 'heap',
  recognise: () => 'no known pattern fits',
  title: (lead) => `${lead.grownClass} objects pile up behind ${holderPhrase(lead)}`,
  advice: (lead) =>
    `Follow the path to ${holderPhrase(lead)}: the marked reference keeps every ${lead.grownClass} alive. ` +
    'Find the code that sets it and the place where it should be cleared.',
}
