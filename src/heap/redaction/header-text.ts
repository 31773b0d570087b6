// The `snapshot` section written anew: the names of columns and types and the counts, and nothing else that a file may
// have there.

const NAME = /^[A-Za-z][\w ]{0,39}$/
const COUNTS = [
  'node_count',
  'edge_count',
  'trace_function_count',
  'extra_native_bytes',
  'root_index',
] as const
const LISTS = [
  'node_fields',
  'node_types',
  'edge_fields',
  'edge_types',
  'trace_function_info_fields',
  'trace_node_fields',
  'sample_fields',
  'location_fields',
  'scope_fields',
  'scope_context_var_fields',
  'scope_use_fields',
] as const

export interface HeaderText {
  readonly text: string
  /** Whether anything was left out. */
  readonly cut: boolean
  /** The columns of a section by the name of their list, e.g. `scope_fields`; empty where the file has no such list. */
  readonly fields: (list: string) => readonly string[]
}

/** `source` is JSON that has been found to be a header. */
export function headerText(source: string): HeaderText {
  const section = record(JSON.parse(source))
  const meta = record(section['meta'])
  const kept: Record<string, unknown> = {
    meta: Object.fromEntries(
      LISTS.filter((name) => isListOfNames(meta[name])).map((name) => [name, meta[name]]),
    ),
  }
  for (const name of COUNTS) {
    if (Number.isSafeInteger(section[name])) kept[name] = section[name]
  }
  const text = JSON.stringify(kept)
  const fields = (list: string): readonly string[] => {
    const names = isListOfNames(meta[list]) ? (meta[list] as readonly unknown[]) : []
    return names.filter((name) => typeof name === 'string')
  }
  return { text, cut: text.length < JSON.stringify(section).length, fields }
}

/** Names, or lists of names one level down. */
function isListOfNames(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  return value.every((entry) => isName(entry) || (Array.isArray(entry) && entry.every(isName)))
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && NAME.test(value)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
