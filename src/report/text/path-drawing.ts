// The retaining path as LeakCanary draws it: root on top, one line a reference, `~~~~` under the faulty one.

import type { Finding, PathStep } from '../../protocol/index.ts'
import { countText } from '../../units/index.ts'
import { visibleName } from '../escape/visible-text.ts'
import { drawnSteps } from '../wording/path-window.ts'
import type { DrawnStep } from '../wording/path-window.ts'
import { edgeWords, repeatWords, statusWords } from '../wording/step-words.ts'
import { displayWidth } from './display-width.ts'
import type { Tone } from './palette.ts'
import type { Screen } from './screen.ts'
import { wrap } from './wrap.ts'

const INDENT = '  '

const STATUS_TONES: Readonly<Record<PathStep['status'], Tone>> = {
  expected: 'green',
  stuck: 'red',
  unknown: 'dim',
}

/** Lines of the drawing; one line where no path is known. */
export function pathDrawing(
  screen: Screen,
  finding: Pick<Finding, 'path' | 'faultyStep'>,
): string[] {
  if (finding.path.length === 0)
    return [`${INDENT}${screen.paint('dim', 'no retaining path is known')}`]
  const lines = [`${INDENT}GC root`]
  for (const drawn of drawnSteps(finding)) {
    if (drawn.kind === 'gap') {
      lines.push(`${INDENT}┊  ${screen.paint('dim', `${countText(drawn.hidden)} steps not drawn`)}`)
    } else lines.push(...stepLines(screen, drawn))
  }
  return lines
}

function stepLines(screen: Screen, drawn: Extract<DrawnStep, { kind: 'step' }>): string[] {
  const { step, faulty, last } = drawn
  const edge = edgeWords(step)
  const name = visibleName(step.name)
  const room = screen.width - 5
  const reference = wrap(`${edge} → ${visibleName(step.to)}`, room)
  const aside = [repeatWords(step), statusWords(step)].filter((words) => words !== '').join(' · ')
  const tone = STATUS_TONES[step.status] ?? 'dim'
  const beside =
    !faulty && reference.length === 1 && displayWidth(`${reference[0] ?? ''}   ${aside}`) <= room
  const lines = reference.map((line, index) => {
    const bar = index > 0 ? (last ? '   ' : '│  ') : last ? '╰→ ' : '├─ '
    const body = faulty ? screen.paint('strong-red', line) : line
    const tail = beside && aside !== '' ? `   ${screen.paint(tone, aside)}` : ''
    return `${INDENT}${bar}${body}${tail}`
  })
  const bar = `${INDENT}${last ? '   ' : '│  '}`
  if (faulty) {
    const offset =
      reference.length === 1 && name !== ''
        ? Math.max(0, displayWidth(edge) - displayWidth(name))
        : 0
    const length = Math.min(room - offset, Math.max(1, displayWidth(name === '' ? edge : name)))
    lines.push(`${bar}${' '.repeat(offset)}${screen.paint('strong-red', '~'.repeat(length))}`)
  }
  const below = beside ? [] : [aside]
  for (const words of below.filter((text) => text !== '')) {
    for (const line of wrap(words, room - 2)) lines.push(`${bar}  ${screen.paint(tone, line)}`)
  }
  return lines
}
