// Which mutants are run: every rate with every kind of leak, the hosts taking turns, and the hosts without a leak.

import { LEAK_KINDS } from './leak-kinds.mjs'
import { HOSTS } from './mutant.mjs'

/**
 * @typedef {object} Experiment
 * @property {import('./mutant.mjs').Host} host
 * @property {import('./leak-kinds.mjs').LeakKind | null} kind `null` for a host without a leak
 * @property {number} percentPerHour
 * @property {number} repeat from 1
 */

/**
 * What an experiment is known by in the log.
 *
 * @param {Experiment} experiment
 * @returns {string}
 */
export function experimentKey({ host, kind, percentPerHour, repeat }) {
  return [host.name, kind?.name ?? 'none', percentPerHour, repeat].join('/')
}

/**
 * With `full` every kind goes into every host; without it each kind goes into one host a rate, another one at the
 * next rate. There are as many runs without a leak for each host as `controls` says.
 *
 * @param {{ rates: readonly number[], repeat: number, controls: number, full: boolean, hosts: readonly string[], kinds: readonly string[] }} options
 * @returns {Experiment[]}
 */
export function experiments({ rates, repeat, controls, full, hosts, kinds }) {
  const ownHosts = HOSTS.filter((host) => hosts.length === 0 || hosts.includes(host.name))
  const ownKinds = LEAK_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind.name))
  if (ownHosts.length === 0 || ownKinds.length === 0) throw new Error('no such host or kind')
  const repeats = Array.from({ length: repeat }, (_, at) => at + 1)
  const leaky = repeats.flatMap((count) =>
    rates.flatMap((percentPerHour, row) =>
      ownKinds.flatMap((kind, column) =>
        ownHosts
          .filter((_, at) => full || at === (row + column + count) % ownHosts.length)
          .map((host) => ({ host, kind, percentPerHour, repeat: count })),
      ),
    ),
  )
  const healthy = Array.from({ length: controls }, (_, at) => at + 1).flatMap((count) =>
    ownHosts.map((host) => ({ host, kind: null, percentPerHour: 0, repeat: count })),
  )
  return [...healthy, ...leaky]
}
