// Classes that hold one another in any program. That one occurs twice on a path says nothing about recursion.

import type { PathClasses } from '../paths/path-class.ts'

const PLAIN =
  /^(?:Object|Array|Map|Set|WeakMap|Promise|EventEmitter|process|Module|global.*|Context\(.*|closure.*|\(.*\)|system \/ .*)$/

/** By class: 1 where it is plain. */
export function plainClasses(classes: PathClasses): Uint8Array {
  return Uint8Array.from({ length: classes.count }, (_, pathClass) =>
    PLAIN.test(classes.name(pathClass)) ? 1 : 0,
  )
}
