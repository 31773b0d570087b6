// One snapshot shows what is big, not what grows. The suspects are accumulation points, as Eclipse MAT finds them:
// from the biggest dominators down while one child holds most of its parent.

import { ROLE_USER, foldPath, retainingPath } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import { childrenOf } from './dominator-children.ts'
import type { DominatorChildren } from './dominator-children.ts'
import type { GraphView } from './graph-view.ts'
import { leadHolder } from './lead-holder.ts'
import { NO_CONTENTS } from './lead-contents.ts'
import { leadSteps } from './lead-steps.ts'
import type { CompositionRow, Lead } from './lead.ts'
import { nodeKey, readKey } from './node-facts.ts'
import { withoutNodePrefix } from './node-prefix.ts'
import { slicedParentBytes } from './sliced-strings.ts'
import { stepView } from './step-view.ts'

/** A suspect holds at least this share of the heap. */
const SMALLEST_SHARE = 0.05
/** The walk goes on down while the biggest child holds this share of its parent. */
const DROP = 0.7
const MOST_SUSPECTS = 5
const MOST_ROWS = 12

/** The suspects of a single snapshot, biggest first. O(nodes). */
export function suspectsOf(view: GraphView): Lead[] {
  const children = childrenOf(view.dominators, view.graph.nodeCount)
  const total = view.dominators.retainedSize[0] ?? 0
  const points = new Set<NodeOrdinal>()
  const queue: NodeOrdinal[] = [0]
  while (queue.length > 0 && points.size < MOST_SUSPECTS) {
    const node = queue.shift() ?? 0
    for (const child of children.of(node)) {
      if ((view.dominators.retainedSize[child] ?? 0) < SMALLEST_SHARE * total) break
      if (view.roles[child] !== ROLE_USER) queue.push(child)
      else points.add(accumulationPoint(view, children, child))
    }
  }
  return [...points].map((point) => suspect(view, children, point))
}

function accumulationPoint(
  view: GraphView,
  children: DominatorChildren,
  from: NodeOrdinal,
): NodeOrdinal {
  const { retainedSize } = view.dominators
  let point = from
  for (;;) {
    let at = point
    let biggest = children.of(at)[0]
    while (biggest !== undefined && view.roles[biggest] !== ROLE_USER && holdsMost(at, biggest)) {
      at = biggest
      biggest = children.of(at)[0]
    }
    if (biggest === undefined || view.roles[biggest] !== ROLE_USER || !holdsMost(at, biggest)) {
      return point
    }
    point = biggest
  }
  function holdsMost(parent: NodeOrdinal, child: NodeOrdinal): boolean {
    return (retainedSize[child] ?? 0) >= DROP * (retainedSize[parent] ?? 0)
  }
}

function suspect(view: GraphView, children: DominatorChildren, point: NodeOrdinal): Lead {
  const { graph, tree, roles, trie, facts, dominators } = view
  const folded = foldPath(graph, retainingPath(tree, point), { roles, classes: trie.classes })
  const steps = leadSteps(
    folded,
    facts,
    stepView(view, () => false),
  )
  const shown = withoutNodePrefix(steps, steps.length - 1)
  const bytes = dominators.retainedSize[point] ?? 0
  const composition = compositionOf(view, children, point)
  const biggest = composition[0]
  return {
    steps: shown.steps.map((placed) => placed.step),
    faultyStep: Math.max(0, shown.steps.length - 1),
    holder: leadHolder(steps, steps.length - 1, facts),
    grownClass: biggest?.className ?? facts.className(point),
    grownPosition: biggest?.position ?? null,
    exampleIds: [],
    grownCount: biggest?.objects ?? 1,
    population: [{ objects: composition.reduce((sum, row) => sum + row.objects, 0), bytes }],
    survivors: { objects: 0, bytes: 0 },
    exclusiveBytes: bytes,
    whatIf: {
      objects: composition.reduce((sum, row) => sum + row.objects, 0),
      bytes,
    },
    alsoHeldBy: null,
    shareBytes: bytes,
    retainedBytes: bytes,
    composition: composition.slice(0, MOST_ROWS),
    slicedParentBytes: slicedParentBytes(view, new Set([point])),
    backingStoreBytes: composition
      .filter((row) => row.className.includes('JSArrayBufferData'))
      .reduce((sum, row) => sum + row.bytes, 0),
    chainedScopes: false,
    longestFold: 1,
    foldedFunction: null,
    contents: NO_CONTENTS,
    natives: [],
    nativeBeside: null,
    bornIn: [],
  }
}

/** Classes of all that the point dominates, most bytes first. */
function compositionOf(
  view: GraphView,
  children: DominatorChildren,
  point: NodeOrdinal,
): CompositionRow[] {
  const counts = new Map<string, { objects: number; bytes: number }>()
  const stack: NodeOrdinal[] = [point]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const key = nodeKey(view.facts, node)
    const row = counts.get(key) ?? { objects: 0, bytes: 0 }
    row.objects++
    row.bytes += view.graph.shallowSize[node] ?? 0
    counts.set(key, row)
    for (const child of children.of(node)) stack.push(child)
  }
  return [...counts]
    .map(([key, row]) => ({ ...readKey(key), ...row }))
    .sort((a, b) => b.bytes - a.bytes)
}
