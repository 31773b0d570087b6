// Private copies of the cases that need packages, made when they are first run and removed at the end.

import { preparedCopy, removeCopy } from './run-program.mjs'

/** Where programs may be run: the folder itself, or one copy a case. */
export class Copies {
  /** @type {Map<string, Promise<string>>} */
  #made = new Map()

  /**
   * A case that states what a report must say writes nothing and finds its packages beside the project: it runs
   * in place. Rejects where packages cannot be installed.
   *
   * @param {import('./cases.mjs').Case} each
   * @returns {Promise<string>}
   */
  folderOf(each) {
    if (each.expected !== null) return Promise.resolve(each.folder)
    const known = this.#made.get(each.folder)
    if (known) return known
    const made = preparedCopy(each.folder)
    this.#made.set(each.folder, made)
    return made
  }

  /** @returns {Promise<void>} */
  async remove() {
    for (const outcome of await Promise.allSettled(this.#made.values())) {
      if (outcome.status === 'fulfilled') removeCopy(outcome.value)
    }
    this.#made.clear()
  }
}
