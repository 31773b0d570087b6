// The costs as a table: medians, and how many times Tidemark's each is.

/** @typedef {import('./measure.mjs').Cost & { file: string, megabytes: number, engine: string }} Row */

/**
 * @param {readonly number[]} numbers
 * @returns {number}
 */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/**
 * Markdown, one row a file and engine.
 *
 * @param {readonly Row[]} rows
 * @returns {string}
 */
export function table(rows) {
  const lines = [
    '| file | MB | engine | CPU s | × Tidemark | wall s | peak RSS MB | × file |',
    '| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |',
  ]
  for (const file of new Set(rows.map((row) => row.file))) {
    const here = rows.filter((row) => row.file === file)
    const ours = cost(here.filter((row) => row.engine === 'tidemark'))
    for (const engine of new Set(here.map((row) => row.engine))) {
      const own = here.filter((row) => row.engine === engine)
      const megabytes = own[0]?.megabytes ?? 0
      const begin = `| ${file.split('/').at(-1)} | ${megabytes.toFixed(0)} | ${engine} |`
      const trouble = own.find((row) => row.trouble !== null)?.trouble
      if (trouble) {
        lines.push(`${begin} ${trouble.replaceAll('|', '/')} | | | | |`)
        continue
      }
      const { cpu, wall, peak } = cost(own)
      const ratio = (cpu / ours.cpu).toFixed(1)
      const size = (peak / megabytes).toFixed(2)
      lines.push(
        `${begin} ${cpu.toFixed(2)} | ${ratio} | ${wall.toFixed(1)} | ${peak.toFixed(0)} | ${size} |`,
      )
    }
  }
  return lines.join('\n')
}

/**
 * @param {readonly Row[]} rows
 * @returns {{ cpu: number, wall: number, peak: number }}
 */
function cost(rows) {
  return {
    cpu: median(rows.map((row) => row.cpuSeconds)),
    wall: median(rows.map((row) => row.wallSeconds)),
    peak: median(rows.map((row) => row.peakMegabytes)),
  }
}
