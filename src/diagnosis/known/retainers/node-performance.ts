// What Node (performance) keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const nodePerformanceRetainers: readonly KnownRetainer[] = [
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/perf_hooks.html#performanceclearmarksname',
    says: 'marks stay until clearMarks() is called',
    step: { name: /^(?:markEntryBuffer|marks)$/, script: /perf|^$/ },
    allowanceBytes: 0,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/perf_hooks.html#performanceclearmeasuresname',
    says: 'measures stay until clearMeasures() is called',
    step: { name: /^measureEntryBuffer$/ },
    allowanceBytes: 0,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/perf_hooks.html#performancesetresourcetimingbuffersizemaxsize',
    says: 'up to 250 timings of fetched resources are kept',
    step: { name: /^resourceTimingBuffer$/ },
    allowanceBytes: 1_000_000,
  },
]
