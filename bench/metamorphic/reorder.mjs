// The same program with its modules loaded and its functions declared in another order.

/**
 * The imports of each block in reverse, and the top-level functions at the end in reverse: both are free to move,
 * for modules are evaluated before the first statement and functions are hoisted.
 *
 * @param {string} source formatted: a function ends with a brace at the beginning of a line
 * @returns {string}
 */
export function reordered(source) {
  const imports = source.replace(/(?:^import [^\n]* from '[^'\n]*'\n)+/gm, (block) =>
    block.trimEnd().split('\n').toReversed().concat('').join('\n'),
  )
  const functions = /^(?:export )?(?:async )?function[^\n]*\{\n(?:(?!\})[^\n]*\n)*\}\n/gm
  const moved = imports.match(functions) ?? []
  return `${imports.replace(functions, '')}\n${moved.toReversed().join('\n')}`
}
