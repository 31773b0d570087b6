// Paths of a process that sees other files than Tidemark does: as it knows them, and as they are reached from outside.

/** A command's parameters with the directory as the process knows it. */
export function inside(root: string, params: object): object {
  if (root === '' || !('directory' in params) || typeof params.directory !== 'string') return params
  const { directory } = params
  return directory.startsWith(`${root}/`)
    ? { ...params, directory: directory.slice(root.length) }
    : params
}

/** An answer with its path as Tidemark reaches it. */
export function outside(root: string, result: unknown): unknown {
  if (root === '' || typeof result !== 'object' || result === null) return result
  if (!('path' in result) || typeof result.path !== 'string') return result
  return { ...result, path: `${root}${result.path}` }
}
