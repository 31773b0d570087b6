// A leaking server under a memory limit, run to its death with Tidemark and without, in turns. After a build:
// `node bench/out-of-memory/main.mjs [--runs 20] [--limit heap|data|cgroup] [--kind strings|objects|buffers] [--mb 512]`
// `[--per-second 400] [--cgroup DIRECTORY] [--rows FILE]`.

import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { shareText } from '../accuracy/share.mjs'
import { table } from '../accuracy/table.mjs'
import { runToDeath } from './run-to-death.mjs'
import { knowledge, summary } from './verdicts.mjs'

/** @typedef {import('./run-to-death.mjs').Death} Death */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    limit: { type: 'string', default: 'heap' },
    kind: { type: 'string', default: 'strings' },
    mb: { type: 'string', default: '512' },
    'per-second': { type: 'string', default: '400' },
    'time-limit': { type: 'string', default: '300' },
    cgroup: { type: 'string' },
    rows: { type: 'string' },
  },
})

const setting = /** @type {import('./run-to-death.mjs').Setting} */ ({
  limit: values.limit,
  kind: values.kind,
  megabytes: Number(values.mb),
  perSecond: Number(values['per-second']),
  group: values.cgroup ?? null,
  timeLimitMs: Number(values['time-limit']) * 1000,
})

/** @param {Death} death */
function rowOf({ answered, tookMs, timedOut, report }) {
  return {
    answered,
    tookMs: Math.round(tookMs),
    timedOut,
    ...(report === null
      ? {}
      : {
          verdict: report.verdict,
          summary: report.summary,
          snapshots: report.intrusion?.snapshots.length ?? 0,
          ...knowledge(report),
        }),
  }
}

/** @type {{ bare: Death, watched: Death }[]} */
const pairs = []
for (let run = 1; run <= Number(values.runs); run += 1) {
  // Whoever comes first may find the machine in another state: they take turns.
  const watchedFirst = run % 2 === 0
  const first = await runToDeath(setting, watchedFirst)
  const second = await runToDeath(setting, !watchedFirst)
  const pair = watchedFirst ? { bare: second, watched: first } : { bare: first, watched: second }
  pairs.push(pair)
  const row = { run, setting, bare: rowOf(pair.bare), watched: rowOf(pair.watched) }
  if (values.rows !== undefined) appendFileSync(values.rows, `${JSON.stringify(row)}\n`)
  const ratio = (pair.watched.answered / pair.bare.answered).toFixed(3)
  console.error(
    `${run}: alone ${pair.bare.answered}, watched ${pair.watched.answered} (${ratio}): ${pair.watched.report?.summary ?? 'no report'}`,
  )
}

const { bare, watched, medianRatio, leastRatio, shares } = summary(pairs)
console.log(
  `${values.runs} pairs, ${values.kind}, limit ${values.limit} ${values.mb} MiB, Node ${process.versions.node}\n`,
)
console.log(
  table([
    ['Requests answered until it died', ''],
    ['alone, median', String(bare)],
    ['watched, median', String(watched)],
    ['ratio of the medians', medianRatio.toFixed(3)],
    ['smallest ratio of a pair', leastRatio.toFixed(3)],
    ...shares.map((one) => [one.name, shareText(one)]),
  ]),
)
