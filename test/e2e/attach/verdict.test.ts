import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { attachInvestigation } from '../../../dist/investigation/index.js'
import { PROGRAMS } from '../../support/run-tidemark.ts'
import { NODE } from '../target/watched-run.ts'
import { ANY_PORT, start } from './attached-app.ts'

test('the leak of a program that runs already is named with its line, and the program runs on', async () => {
  const running = await start([NODE, ANY_PORT, `${PROGRAMS}/keeps-sessions.mjs`], 500)
  const enough = new AbortController()
  const report = await attachInvestigation(
    {
      target: { pid: running.pid },
      durationMs: 120_000,
      collects: true,
      maxPauseMs: 30_000,
      care: 'development',
      version: '0.0.0',
    },
    {
      signal: enough.signal,
      onStatus: ({ verdict, phase }) => {
        if (['leaking', 'suspect'].includes(verdict) && phase === 'watching') enough.abort()
      },
    },
  )
  const [finding] = report.findings
  expect(finding).toMatchObject({ cause: 'collection', holder: { name: 'sessions' } })
  expect(finding?.addedBy.some(({ file }) => basename(file) === 'keeps-sessions.mjs')).toBe(true)
  expect(report.target).toMatchObject({ pid: running.pid, exit: null, endedByUs: false })
  expect(running.child.exitCode).toBeNull()
})
