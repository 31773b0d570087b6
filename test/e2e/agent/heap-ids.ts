// Finds objects of a class in a snapshot file by its name, as the analysis would by the graph.

import { readFile } from 'node:fs/promises'

interface SnapshotText {
  readonly snapshot: { readonly meta: { node_fields: string[]; node_types: [string[]] } }
  readonly nodes: number[]
  readonly strings: string[]
}

/** Ids of the objects that V8 names so, in the order of the file. */
export async function heapIds(
  path: string,
  className: string,
  nodeType: 'object' | 'closure' = 'object',
): Promise<number[]> {
  const { snapshot, nodes, strings } = JSON.parse(await readFile(path, 'utf8')) as SnapshotText
  const { node_fields: fields, node_types: types } = snapshot.meta
  const column = (name: string): number => fields.indexOf(name)
  const object = types[0].indexOf(nodeType)
  const ids: number[] = []
  for (let at = 0; at < nodes.length; at += fields.length) {
    const isObject = nodes[at + column('type')] === object
    const name = strings[nodes[at + column('name')] ?? 0]
    if (isObject && name === className) ids.push(nodes[at + column('id')] ?? 0)
  }
  return ids
}
