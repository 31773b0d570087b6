// How little an edge explains. The path tree minimises the sum, so a path reads like the program: variables,
// properties and elements first, hidden classes and code only where nothing else leads to the object.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { ROLE_ENGINE, ROLE_SYNTHETIC } from './node-role.ts'

/** No edge costs more; the path search sizes its queue by it. */
export const MAX_EDGE_COST = 255

const PROPERTY = 10
/** A getter stands for the property, so `global.process` reads better than a function that happens to know it. */
const GETTER = 8
const CONTEXT = 11
const ELEMENT = 12
const INTERNAL = 13
const HIDDEN = 14
const ENGINE = 90

/** Internal slots that are one half of a step (closure to its variables) or a whole one (a promise's reactions). */
const SLOT_COST: Readonly<Record<string, number>> = {
  context: 4,
  previous: 8,
  table: 2,
  elements: 2,
  properties: 2,
  bindings: 4,
  parameters_and_registers: 4,
  function: 16,
  getter: 12,
  setter: 30,
  map: ENGINE,
  code: ENGINE,
  shared: ENGINE,
  feedback_cell: ENGINE,
  scope_info: ENGINE,
  prototype: 60,
  constructor: 60,
  native_context: ENGINE,
  global_proxy_object: ENGINE,
  security_token: ENGINE,
  extension: 40,
}

/** Properties that every object of a class has, so that they say nothing about this one. */
const PROPERTY_COST: Readonly<Record<string, number>> = {
  __proto__: 60,
  constructor: 60,
  prototype: 24,
}

const WEAK_MAP_ENTRY = 24

/** What it costs to start at a kind of root: the program's own globals are free, the engine's lists are a last resort. */
const ROOT_COST: Readonly<Record<string, number>> = {
  '(GC roots)': 1,
  '(Global handles)': 70,
  '(Traced handles)': 40,
  '(Stack roots)': 170,
  '(Handle scope)': 170,
}
const NATIVE_ROOT = 50
const ENGINE_ROOT = 200

/** The cost of edges of one graph, 1 to `MAX_EDGE_COST`. */
export interface EdgeCosts {
  /** O(1); decodes a name the first time it is met. */
  of(from: NodeOrdinal, edge: number, to: NodeOrdinal): number
}

/** Allocates two bytes a string. `roles` is `nodeRoles(graph)`. */
export function edgeCosts(graph: HeapGraph, roles: Uint8Array): EdgeCosts {
  const { edgeType, edgeName, edgeTypes, nodeName, strings } = graph
  const base = Uint8Array.from(edgeTypes, costOfType)
  const property = edgeTypes.indexOf('property')
  const internal = edgeTypes.indexOf('internal')
  const shortcut = edgeTypes.indexOf('shortcut')
  const bySlot = new Uint8Array(strings.count)
  const byProperty = new Uint8Array(strings.count)

  function plainCost(edge: number): number {
    const type = edgeType[edge]
    const name = edgeName[edge]
    if (type === property) return (byProperty[name] ||= costOfProperty(strings.get(name)))
    if (type === internal) return (bySlot[name] ||= costOfSlot(strings.get(name)))
    return base[type]
  }

  return {
    of(from, edge, to) {
      if (roles[to] === ROLE_SYNTHETIC) return ROOT_COST[strings.get(nodeName[to])] ?? ENGINE_ROOT
      if (from === 0) return edgeType[edge] === shortcut ? 1 : startCost(roles[to])
      const cost = plainCost(edge)
      return roles[to] === ROLE_ENGINE && cost < ENGINE ? ENGINE : cost
    },
  }
}

function startCost(role: number): number {
  return role === ROLE_ENGINE ? ENGINE_ROOT : NATIVE_ROOT
}

function costOfType(type: string): number {
  if (type === 'property') return PROPERTY
  if (type === 'context') return CONTEXT
  if (type === 'element') return ELEMENT
  return type === 'internal' ? INTERNAL : HIDDEN
}

function costOfProperty(name: string): number {
  if (Object.hasOwn(PROPERTY_COST, name)) return PROPERTY_COST[name]
  return name.startsWith('get ') ? GETTER : PROPERTY
}

function costOfSlot(name: string): number {
  if (Object.hasOwn(SLOT_COST, name)) return SLOT_COST[name]
  return name.includes(' / part of key ') ? WEAK_MAP_ENTRY : INTERNAL
}
