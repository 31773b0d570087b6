// The ways in which each server is run. `bare again` is what two equal processes differ by: the noise of this bench.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { requireCached } from './install.mjs'

const HERE = import.meta.dirname
const REGISTER = join(HERE, '../../dist/agent/register.cjs')

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {readonly string[]} args of Node
 * @property {(directory: string) => Record<string, string>} env
 */

const nothing = () => ({})
/** @param {string} directory */
const recording = (directory) => ({ TIDEMARK_DIR: directory })

/**
 * @param {string} file
 * @returns {string[]}
 */
function preload(file) {
  return ['--import', pathToFileURL(join(HERE, 'preload', file)).href]
}

/** @returns {readonly Variant[]} the first is what all others are compared with */
export function variants() {
  const register = ['--import', pathToFileURL(REGISTER).href]
  const clinic = requireCached.resolve('@clinic/heap-profiler/src/injects/ipc.js')
  return [
    { name: 'bare', args: [], env: nothing },
    { name: 'bare again', args: [], env: nothing },
    { name: 'register', args: register, env: recording },
    {
      name: 'register, localising',
      args: [...register, ...preload('localise.mjs')],
      env: recording,
    },
    { name: '@datadog/pprof heap', args: preload('pprof.mjs'), env: nothing },
    {
      name: 'clinic heapprofiler',
      args: ['--require', clinic],
      env: (directory) => ({
        HEAP_PROFILER_PATH: directory,
        HEAP_PROFILER_PRELOADER_DISABLED: 'true',
      }),
    },
    { name: 'prom-client defaults', args: preload('prom-client.mjs'), env: nothing },
  ]
}
