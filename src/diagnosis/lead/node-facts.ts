// What the diagnosis asks of a node: its class as shown, its V8 type, where its function or class was written.

import type { NodeOrdinal } from '../../heap/index.ts'
import type { RawPosition } from './lead.ts'

export interface NodeFacts {
  /** By constructor, e.g. `Map`, `Object`, `closure put`. */
  className(node: NodeOrdinal): string
  /** The same, plain objects by their shape: `{id, payload}`. */
  shapeName(node: NodeOrdinal): string
  nodeType(node: NodeOrdinal): string
  /** V8's number of the object, by which the live process can be asked for it. */
  objectId(node: NodeOrdinal): number
  /** Of functions and suspended functions their own position, of instances their class's; else `null`. */
  position(node: NodeOrdinal): RawPosition | null
}

const SEPARATOR = '\u0000'

/** Class, type and position of a node in one key, to be read back by `readKey`. */
export function nodeKey(facts: NodeFacts, node: NodeOrdinal): string {
  const type = facts.nodeType(node)
  const at = type === 'closure' || isSuspended(facts.className(node)) ? facts.position(node) : null
  const place = at === null ? '' : `${at.line}:${at.column}:${at.script}`
  return [type, place, facts.shapeName(node)].join(SEPARATOR)
}

export function readKey(key: string): {
  className: string
  nodeType: string
  position: RawPosition | null
} {
  const [nodeType = '', place = '', className = ''] = key.split(SEPARATOR)
  const match = /^(\d+):(\d+):(.*)$/s.exec(place)
  const position =
    match === null
      ? null
      : { line: Number(match[1]), column: Number(match[2]), script: match[3] ?? '' }
  return { className, nodeType, position }
}

/** Generators and async functions that wait. */
export function isSuspended(className: string): boolean {
  return /^(?:async function|generator) /.test(className)
}
