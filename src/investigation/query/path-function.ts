// `path_of(id)`, which the table `paths(node)` is made of: the retaining path of one object as a list of steps.

import { retainingPath } from '../../heap/index.ts'
import type { HeapGraph, NodeOrdinal } from '../../heap/index.ts'
import type { QueryDatabase } from './query-database.ts'
import type { SnapshotFacts } from './snapshot-facts.ts'

/** Steps of the paths that are asked for at once; each is an object until the database has it. */
const MOST_STEPS = 2_000_000

/** Gives the function to the database. `factsOf` answers `null` while a query is only checked. */
export function registerPathFunction(
  { duckdb, connection }: QueryDatabase,
  factsOf: () => SnapshotFacts | null,
): void {
  const { LIST, STRUCT, BIGINT, UINTEGER, VARCHAR, listValue, structValue } = duckdb
  const step = STRUCT({
    step: UINTEGER,
    edge_type: VARCHAR,
    edge: VARCHAR,
    id: UINTEGER,
    class: VARCHAR,
    name: VARCHAR,
  })
  let nodes: Map<number, NodeOrdinal> | null = null
  const scalar = duckdb.DuckDBScalarFunction.create({
    name: 'path_of',
    parameterTypes: [BIGINT],
    returnType: LIST(step),
    // Not computed before there is a snapshot to compute it from.
    volatile: true,
    mainFunction(_info, input, output) {
      const facts = factsOf()
      const ids = input.getColumnVector(0)
      const wanted = Array.from({ length: input.rowCount }, (_, row) => idOf(ids.getItem(row)))
      if (facts !== null) nodes ??= new Map()
      const known = facts === null || nodes === null ? null : located(facts.graph, wanted, nodes)
      let left = MOST_STEPS
      for (const [row, id] of wanted.entries()) {
        const node = id === null ? undefined : known?.get(id)
        const steps = facts === null || node === undefined ? [] : pathSteps(facts, node)
        left -= steps.length
        if (left < 0) throw new Error('the paths have more than two million steps: ask for fewer')
        output.setItem(row, listValue(steps.map((found) => structValue({ ...found }))))
      }
      output.flush()
    },
  })
  connection.registerScalarFunction(scalar)
}

interface PathStep {
  readonly step: number
  readonly edge_type: string | null
  readonly edge: string | null
  readonly id: number
  readonly class: string
  readonly name: string
}

/** From the root, step 0, to the node. O(length of the path) once the tree of paths is there. */
function pathSteps(facts: SnapshotFacts, node: NodeOrdinal): PathStep[] {
  const { graph } = facts
  const { nodes, edges } = retainingPath(facts.paths, node)
  return Array.from(nodes, (at, step) => {
    const edge = step === 0 ? undefined : edges[step - 1]
    return {
      step,
      edge_type: edge === undefined ? null : (graph.edgeTypes[graph.edgeType[edge] ?? 0] ?? null),
      edge: edge === undefined ? null : edgeText(graph, edge),
      id: graph.nodeId[at] ?? 0,
      class: facts.classes.classes[facts.classes.classOf[at] ?? 0]?.name ?? '',
      name: graph.strings.get(graph.nodeName[at] ?? 0),
    }
  })
}

function edgeText(graph: HeapGraph, edge: number): string {
  const type = graph.edgeTypes[graph.edgeType[edge] ?? 0]
  const label = graph.edgeName[edge] ?? 0
  return type === 'element' || type === 'hidden' ? `[${label}]` : graph.strings.get(label)
}

function idOf(value: unknown): number | null {
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : null
}

/** Adds the nodes of ids that are not known yet, in one pass over all nodes for all of them. */
function located(
  graph: HeapGraph,
  wanted: readonly (number | null)[],
  known: Map<number, NodeOrdinal>,
): ReadonlyMap<number, NodeOrdinal> {
  const missing = new Set(wanted.filter((id) => id !== null && !known.has(id)))
  for (let node = 0; node < graph.nodeCount && missing.size > 0; node++) {
    const id = graph.nodeId[node] ?? 0
    if (missing.delete(id)) known.set(id, node)
  }
  return known
}
