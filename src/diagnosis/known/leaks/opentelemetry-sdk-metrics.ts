// Known leaks of @opentelemetry/sdk-metrics.

import type { KnownLeak } from '../known-leak.ts'

export const opentelemetrySdkMetrics: readonly KnownLeak[] = [
  {
    package: '@opentelemetry/sdk-metrics',
    versions: '<1.17.1',
    fixedIn: '1.17.1',
    url: 'https://github.com/open-telemetry/opentelemetry-js/pull/4163',
    says: 'with two metric readers the accumulations that one has not read pile up',
    signs: {
      names: ['_unreportedAccumulations', 'TemporalMetricProcessor', 'DeltaMetricProcessor'],
    },
  },
]
