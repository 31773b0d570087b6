// Known leaks of @vue/reactivity.

import type { KnownLeak } from '../known-leak.ts'

export const vueReactivity: readonly KnownLeak[] = [
  {
    package: '@vue/reactivity',
    versions: '<3.2.27',
    fixedIn: '3.2.27',
    url: 'https://github.com/vuejs/core/commit/f4f0966b33863ac0fca6a20cf9e8ddfbb311ae87',
    says: 'computed values stay subscribed after a render on the server',
    signs: { names: ['ComputedRefImpl', 'ReactiveEffect'] },
  },
  {
    package: '@vue/reactivity',
    versions: '>=3.5.0 <3.5.7',
    fixedIn: '3.5.7',
    url: 'https://github.com/vuejs/core/commit/235ea4772ed2972914cf142da8b7ac1fb04f7585',
    says: 'dependencies of objects that are gone stay in the lists of their effects',
    signs: { names: ['Dep', 'depsMap', 'targetMap', 'Link'] },
  },
]
