// What a node is to a developer: an object of the program, the private storage of one, or the engine's own
// bookkeeping. Paths avoid the last, growth is never named after the last two.

import type { HeapGraph } from '../graph/heap-graph.ts'

/** An object, string, closure, context or handle that the program made. */
export const ROLE_USER = 0
/** Storage that belongs to one object: array elements, dictionary, hash table, bound arguments. */
export const ROLE_STORE = 1
/** Hidden classes, compiled code, feedback and the like. */
export const ROLE_ENGINE = 2
/** The root and V8's groups of roots. */
export const ROLE_SYNTHETIC = 3

const UNKNOWN_ROLE = 255

const STORES: ReadonlySet<string> = new Set([
  'system / PropertyArray',
  'system / EmbedderDataArray',
  'system / FixedArray',
  'system / FixedDoubleArray',
  'system / NameDictionary',
  'system / SwissNameDictionary',
  'system / NumberDictionary',
  'system / OrderedHashMap',
  'system / OrderedHashSet',
  'system / SmallOrderedHashMap',
  'system / SmallOrderedHashSet',
  'system / EphemeronHashTable',
  'system / ObjectHashTable',
  'system / SloppyArgumentsElements',
])

/** Internal classes that stand for something the program did. Every other `system / …` is the engine's. */
const PROGRAM_CLASSES: ReadonlySet<string> = new Set([
  'system / Context',
  'system / PromiseReaction',
  'system / PromiseCapability',
  'system / PromiseFulfillReactionJobTask',
  'system / PromiseRejectReactionJobTask',
  'system / PromiseResolveThenableJobTask',
  'system / CallableTask',
  'system / CallbackTask',
  'system / AsyncGeneratorRequest',
  'system / AccessorPair',
  'system / Cell',
  'system / WeakCell',
  'system / SourceTextModule',
  'system / SourceTextModuleInfo',
  'system / SyntheticModule',
  'system / ModuleRequest',
  'system / ErrorStackData',
  'system / CallSiteInfo',
  'system / StackFrameInfo',
  'system / Foreign',
  'system / JSArrayBufferData',
])

/** The role of every node, one of the `ROLE_…` numbers. O(nodes); allocates a byte a node and a byte a string. */
export function nodeRoles(graph: HeapGraph): Uint8Array {
  const { nodeCount, nodeType, nodeName, nodeTypes, strings } = graph
  const roles = new Uint8Array(nodeCount)
  const byType = Uint8Array.from(nodeTypes, roleOfType)
  const byName = new Uint8Array(strings.count).fill(UNKNOWN_ROLE)
  for (let node = 0; node < nodeCount; node++) {
    const role = byType[nodeType[node]]
    if (role !== UNKNOWN_ROLE) {
      roles[node] = role
      continue
    }
    const name = nodeName[node]
    if (byName[name] === UNKNOWN_ROLE) byName[name] = roleOfName(strings.get(name))
    roles[node] = byName[name]
  }
  return roles
}

function roleOfType(type: string): number {
  if (type === 'synthetic') return ROLE_SYNTHETIC
  if (type === 'array') return ROLE_STORE
  if (type === 'code' || type === 'object shape') return ROLE_ENGINE
  return type === 'hidden' || type === 'object' ? UNKNOWN_ROLE : ROLE_USER
}

function roleOfName(name: string): number {
  if (!name.startsWith('system / ')) return ROLE_USER
  if (STORES.has(name)) return ROLE_STORE
  return PROGRAM_CLASSES.has(name) ? ROLE_USER : ROLE_ENGINE
}
