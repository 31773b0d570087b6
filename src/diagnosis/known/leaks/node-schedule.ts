// Known leaks of node-schedule.

import type { KnownLeak } from '../known-leak.ts'

export const nodeSchedule: readonly KnownLeak[] = [
  {
    package: 'node-schedule',
    versions: '<2.0.0',
    fixedIn: '2.0.0',
    url: 'https://github.com/node-schedule/node-schedule/pull/581',
    says: 'one-off jobs stay in the table of scheduled jobs',
    signs: { names: ['scheduledJobs', 'invocations', 'Job'] },
  },
]
