// Known leaks of @opentelemetry/otlp-exporter-base.

import type { KnownLeak } from '../known-leak.ts'

export const opentelemetryOtlpExporterBase: readonly KnownLeak[] = [
  {
    package: '@opentelemetry/otlp-exporter-base',
    versions: '<0.46.0',
    fixedIn: '0.46.0',
    url: 'https://github.com/open-telemetry/opentelemetry-js/pull/4211',
    says: 'exports wait without a limit while the collector is not there',
    signs: { names: ['_sendingPromises', 'PromiseReaction'] },
  },
]
