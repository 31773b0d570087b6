// How the program died of memory, for a terminal: what ended it, what filled the memory, what held it.

import type { Report } from '../../protocol/index.ts'
import { visibleText } from '../escape/visible-text.ts'
import { deathsShown, filledByWords, heldByWords } from '../wording/death-words.ts'
import { entry, paragraph } from './screen.ts'
import type { Screen } from './screen.ts'
import { sourceExcerpt } from './source-excerpt.ts'

/** Lines of each death that is told; empty where nothing died of memory. */
export function deathLines(screen: Screen, report: Report): string[] {
  return deathsShown(report).flatMap((death) => {
    const [first, ...others] = filledByWords(death)
    return [
      ...paragraph(screen, visibleText(death.says)),
      ...entry(screen, 'filled by', first === undefined ? [] : [first]),
      ...sourceExcerpt(screen, death.filledBy[0]?.excerpt ?? [], 12),
      ...entry(screen, '', others),
      ...entry(screen, 'held by', heldByWords(death)),
    ]
  })
}
