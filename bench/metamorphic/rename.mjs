// Programs with other names for their variables, functions, classes and files: what Tidemark says must rest on
// how a program is built, never on what its author called things.

import { basename, extname } from 'node:path'

const WORDS =
  'amber birch cedar delta ember fjord grove heron inlet jetty kayak larch maple north'.split(' ')

/** Names that Node or V8 give a meaning, wherever they stand. */
const MEANT = new Set(['constructor', 'prototype', 'process', 'console', 'globalThis', 'undefined'])

/**
 * A name that says nothing: two words, with a capital where the old one had one.
 *
 * @param {number} count
 * @param {string} old
 */
function plainName(count, old) {
  const capital = (/** @type {string} */ word) => word.charAt(0).toUpperCase() + word.slice(1)
  const at = (/** @type {number} */ index) => WORDS[index % WORDS.length] ?? 'stone'
  const name = `${at(count)}${capital(at(count + 5 + Math.floor(count / WORDS.length)))}`
  return /^[A-Z]/.test(old) ? capital(name) : name
}

/**
 * The names that are declared in the sources and mean nothing outside them: not those that stand as a property,
 * as a key or shorthand of an object, as a whole string,
 * in the name of a file, or in the import of a package.
 *
 * @param {readonly string[]} sources
 * @returns {string[]}
 */
function ownNames(sources) {
  const all = sources.join('\n')
  const ownImports = /^(?:import|export) \{[^}]*\}(?: from '\.[^']*')?$/gm
  const text = all.replace(ownImports, '')
  const declared = all.matchAll(/\b(?:const|let|class|function\*?)\s+([A-Za-z_$][\w$]*)/g)
  const names = new Set([...declared].map((match) => match[1] ?? ''))
  return [...names].filter((name) => {
    if (name.length < 3 || MEANT.has(name)) return false
    const word = name.replaceAll('$', '\\$')
    const elsewhere = [
      `[.#]${word}\\b`,
      `[{,]\\s*${word}\\s*[,:}]`,
      `(['"\`])${word}\\1`,
      `^import [^'\\n]*\\b${word}\\b[^'\\n]* from '[^.]`,
    ]
    const inPath = `['"][^'"\\n]*\\b${word}\\b[^'"\\n]*\\.(?:[cm]?js|json)['"]`
    if (new RegExp(inPath).test(all)) return false
    return !elsewhere.some((pattern) => new RegExp(pattern, 'm').test(text))
  })
}

/**
 * The files under other names, with other names in them. What is in folders below keeps its name.
 *
 * @param {ReadonlyMap<string, string>} files text by name, all of one folder
 * @returns {{ files: Map<string, string>, names: Map<string, string>, fileNames: Map<string, string> }}
 */
export function renamed(files) {
  const names = new Map(ownNames([...files.values()]).map((old, at) => [old, plainName(at, old)]))
  const taken = [...files.values()].join('\n')
  for (const [old, name] of names) {
    if (new RegExp(`\\b${name}\\b`).test(taken)) names.set(old, `${name}Again`)
  }
  // A file that is loaded by its name without the ending keeps it.
  const movable = [...files.keys()].filter((file) => {
    const stem = basename(file, extname(file)).replaceAll('.', '\\.')
    return !new RegExp(`['"\`/]${stem}['"\`]`).test(taken)
  })
  const fileNames = new Map(
    movable.map((old, at) => [old, `${WORDS.at(-1 - at) ?? 'stone'}${extname(old)}`]),
  )
  const texts = [...files].map(([file, text]) => {
    let changed = text
    for (const [old, name] of names) {
      changed = changed.replace(
        new RegExp(`(?<![\\w$])${old.replaceAll('$', '\\$')}(?![\\w$])`, 'g'),
        name,
      )
    }
    for (const [old, name] of fileNames) {
      const quoted = new RegExp(`(?<=['"\`/])${old.replaceAll('.', '\\.')}(?=['"\`])`, 'g')
      changed = changed.replace(quoted, name)
    }
    return /** @type {const} */ ([fileNames.get(file) ?? file, changed])
  })
  return { files: new Map(texts), names, fileNames }
}
