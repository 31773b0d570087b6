// What a process costs: CPU time, wall time and peak RSS, as the system counted them.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100
const LOOK_EVERY_MS = 10

/**
 * @typedef {{ cpuSeconds: number, wallSeconds: number, peakMegabytes: number, trouble: string | null }} Cost
 */

/**
 * Looks into /proc until the process is gone: a hundredth of a second is missed at most. Linux only.
 *
 * @param {readonly string[]} command
 * @param {number} limitMs
 * @returns {Promise<Cost>}
 */
export function measure([program = '', ...args], limitMs) {
  const begun = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: limitMs })
  const cost = { cpuSeconds: 0, wallSeconds: 0, peakMegabytes: 0 }
  let said = ''
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-400)))
  const look = () => {
    try {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
      const [user, system] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
      cost.cpuSeconds = (Number(user) + Number(system)) / TICKS_PER_SECOND
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))
      if (peak) cost.peakMegabytes = (Number(peak[1]) * 1024) / 1e6
    } catch {
      // It has ended between two looks.
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return new Promise((done) => {
    child.on('error', (error) => (said = error.message))
    child.on('close', (code, signal) => {
      clearInterval(timer)
      cost.wallSeconds = (performance.now() - begun) / 1000
      const trouble =
        code === 0 ? null : `${signal ?? `exit ${code}`}: ${said.trim().split('\n').at(-1)}`
      done({ ...cost, trouble })
    })
  })
}
