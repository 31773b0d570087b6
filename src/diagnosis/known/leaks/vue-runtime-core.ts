// Known leaks of @vue/runtime-core.

import type { KnownLeak } from '../known-leak.ts'

export const vueRuntimeCore: readonly KnownLeak[] = [
  {
    package: '@vue/runtime-core',
    versions: '<3.0.1',
    fixedIn: '3.0.1',
    url: 'https://github.com/vuejs/core/commit/a66e53a24f445b688eef6812ecb872dc53cf2702',
    says: 'props of components are cached for each app that is rendered',
    signs: { names: ['__props', '__emits'] },
  },
]
