// What the memory of each process consists of, first reading to last, for a terminal.

import type { ProcessReport, Report } from '../../protocol/index.ts'
import { partRows, processWords } from '../wording/process-words.ts'
import { displayWidth, widthClip } from './display-width.ts'
import { paragraph } from './screen.ts'
import type { Screen } from './screen.ts'

const MOST_PROCESSES = 4

/** Lines of the processes that could be read. */
export function processLines(screen: Screen, report: Report): string[] {
  return report.processes
    .slice(0, MOST_PROCESSES)
    .flatMap((process, index) => [
      ...(index === 0 ? [] : ['']),
      ...tableLines(screen, process),
      ...paragraph(screen, processWords(process)),
    ])
}

function tableLines(screen: Screen, process: ProcessReport): string[] {
  const cells = partRows(process).map((row) => [row.part, row.first, row.last, row.change])
  const width = (column: number): number =>
    Math.max(0, ...cells.map((row) => displayWidth(row[column] ?? '')))
  const [name, first, last, change] = [width(0), width(1), width(2), width(3)]
  return cells.map(([part = '', from = '', to = '', by = '']) => {
    const numbers = `${from.padStart(first)} → ${to.padStart(last)}  ${by.padStart(change)}`
    return widthClip(`  ${part.padEnd(name)}  ${numbers}`.trimEnd(), screen.width)
  })
}
