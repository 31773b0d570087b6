// The agent as one expression: a function that takes `require` and an arrival, with all of the agent's modules in it. It is
// sent through the inspector, so it comes into a container as easily as into a process next door.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const DIRECTORY = fileURLToPath(new URL('../../../agent/', import.meta.url))
const FIRST = 'attached.cjs'

export interface Arrival {
  /** Where Tidemark listens, as the process sees it; `null` where it is on another machine. */
  readonly socketPath: string | null
  /** Then the name of the function that the inspector has made for the agent. */
  readonly binding: string | null
  /** The process id as Tidemark sees it. */
  readonly pid: number
}

/**
 * The expression that starts the agent where `require` is Node's: a promise of what hears commands, where there is no
 * socket. About 80 KB. The inspector evaluates
 * it in the middle of whatever runs, of Node's own code too; the agent starts where a job of the program's might, after it. `home` stands for the agent's directory: its own stack frames are told by it.
 */
export function agentArrival(arrival: Arrival, home: string): string {
  const call = `(${agentFunction(home)})(require, ${ascii(JSON.stringify(arrival))})`
  return `${call}\n//# sourceURL=${encodeURI(home)}/arrival.cjs`
}

/** Modules are made when they are first required, as files would be; anything else than them is Node's. */
function agentFunction(home: string): string {
  return ascii(`async function tidemarkAgent(require, arrival) {
  await null
  const sources = {${modules()}}
  const made = {}
  const load = (id) => {
    const name = id.replace('./', '')
    if (sources[name] === undefined) return require(id)
    if (made[name] === undefined) {
      const module = { exports: {} }
      made[name] = module
      sources[name](module.exports, load, module, ${JSON.stringify(home)})
    }
    return made[name].exports
  }
  return load('./${FIRST}').arrive(arrival, String(tidemarkAgent))
}`)
}

/** Node before 22 breaks other characters on their way to a worker thread; they stand in comments and texts only. */
function ascii(source: string): string {
  return source.replace(
    /[^\n\r\t\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What the agent's first module needs, at once or later. */
function modules(): string {
  const wrapped = new Map<string, string>()
  const open = [FIRST]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (wrapped.has(name)) continue
    const source = readFileSync(join(DIRECTORY, name), 'utf8').replace(/^\/\/# source.*$/gm, '')
    wrapped.set(name, `'${name}': function (exports, require, module, __dirname) {\n${source}\n}`)
    for (const [, needed = ''] of source.matchAll(/require\(["']\.\/([\w-]+\.cjs)["']\)/g)) {
      open.push(needed)
    }
  }
  return [...wrapped.values()].join(',\n')
}
