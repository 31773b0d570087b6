// What V8 keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const v8Retainers: readonly KnownRetainer[] = [
  {
    package: 'v8',
    versions: '*',
    url: 'https://v8.dev/blog/code-caching',
    says: 'V8 keeps compiled code for scripts it may meet again',
    step: { to: /^\(Compilation cache\)$|CompilationCache/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'v8',
    versions: '*',
    url: 'https://v8.dev/blog/v8-lite',
    says: 'V8 keeps what it learnt of a function while it ran',
    step: { to: /FeedbackVector|FeedbackCell|ClosureFeedbackCellArray/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'v8',
    versions: '*',
    url: 'https://v8.dev/blog/elements-kinds',
    says: 'V8 keeps what it learnt of places that allocate',
    step: { to: /AllocationSite|AllocationMemento/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'v8',
    versions: '*',
    url: 'https://v8.dev/blog/fast-properties',
    says: 'V8 keeps hidden classes while objects may take their shape',
    step: { to: /TransitionArray|DescriptorArray/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'v8',
    versions: '*',
    url: 'https://v8.dev/blog/v8-lite',
    says: 'V8 keeps each internalised string once',
    step: { to: /^\((?:Internalized strings|String table|string_table)\)$/ },
    allowanceBytes: 1_000_000,
  },
]
