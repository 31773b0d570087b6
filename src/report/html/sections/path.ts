// The retaining path as a list: root on top, a dot for each object, the faulty reference framed.

import type { Finding } from '../../../protocol/index.ts'
import { countText } from '../../../units/index.ts'
import { visibleName } from '../../escape/visible-text.ts'
import { drawnSteps } from '../../wording/path-window.ts'
import type { DrawnStep } from '../../wording/path-window.ts'
import { edgeWord, repeatWords, statusParts } from '../../wording/step-words.ts'
import { positionWords } from '../../wording/finding-words.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

/** The path of `finding`; a sentence where none is known. */
export function pathList(finding: Finding): Markup {
  if (finding.path.length === 0) return markup`<p class="muted">No retaining path is known.</p>`
  return markup`<ol class="path">
<li class="root">GC root</li>
${drawnSteps(finding).map(stepItem)}
</ol>`
}

function stepItem(drawn: DrawnStep): Markup {
  if (drawn.kind === 'gap')
    return markup`<li class="gap">${countText(drawn.hidden)} steps not drawn</li>`
  const { step, faulty } = drawn
  const repeat = repeatWords(step)
  const { status, because } = statusParts(step)
  const says = status !== '' || because !== ''
  return markup`<li class="${step.status}${faulty ? ' faulty' : ''}">
${faulty && markup`<span class="cut">Faulty reference: cut here</span>`}
<span class="edge">${step.edge === 'element' ? '' : edgeWord(step)}</span>
<bdi><code class="reference">${visibleName(step.name)}</code></bdi><span class="arrow" aria-label="leads to">→</span><bdi><code class="to">${visibleName(step.to)}</code></bdi>
${repeat !== '' && markup`<span class="repeat">${repeat}</span>`}
${says && markup`<span class="status">${status !== '' && markup`<b>${status}</b>`}${status !== '' && because !== '' && ': '}${because}</span>`}
${faulty && step.source !== null && markup`<span class="status">at <code>${positionWords(step.source)}</code></span>`}
</li>`
}
