// Positions of generated code to the author's source: source maps of files, inline ones and those the process
// itself knows; packages as name@version; the lines around. Reads files only, each once, none above a size cap.

import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { TraceMap, originalPositionFor, sourceContentFor } from '@jridgewell/trace-mapping'
import type { PlacedPosition, RawPosition, SourceLookup } from '../diagnosis/index.ts'
import type { SourceLine } from '../protocol/index.ts'
import { declarationPosition } from './declaration.ts'
import { firstMatch, statementPosition } from './function-text.ts'

const LARGEST_FILE = 32 * 1024 * 1024
const EXCERPT_RADIUS = 2
const LONGEST_LINE = 200

export interface SourceLookupOptions {
  readonly cwd: string
  /** Source maps by URL or path of the generated script, from the live process. */
  readonly liveMaps: ReadonlyMap<string, unknown>
}

/** A lazy look-up; every answer is `null` where the file is gone, too large or not JavaScript. */
export function sourceLookup(options: SourceLookupOptions): SourceLookup {
  const texts = new Map<string, string | null>()
  const maps = new Map<string, TraceMap | null>()
  const packages = new Map<string, string | null>()
  const text = (file: string): string | null => cached(texts, file, readText)

  function mapOf(file: string): TraceMap | null {
    return cached(maps, file, () => {
      const live = options.liveMaps.get(file) ?? options.liveMaps.get(pathToFileURL(file).href)
      return traceMap(live, file) ?? traceMap(mapInText(text(file), file), file)
    })
  }

  function place(position: RawPosition): PlacedPosition | null {
    const file = filePath(position.script)
    if (file === null) return null
    const map = mapOf(file)
    const original = map === null ? null : originalOf(map, position)
    if (map === null || original === null) {
      return placed(file, position.line, position.column, text(file))
    }
    const source = resolve(dirname(file), original.source)
    const content = sourceContentFor(map, original.name) ?? text(source)
    return placed(source, original.line, original.column, content)
  }

  function placed(
    file: string,
    line: number,
    column: number,
    content: string | null,
  ): PlacedPosition {
    return {
      source: { file: shownPath(file, options.cwd), line, column },
      package: cached(packages, dirname(file), packageOf),
      excerpt: content === null ? [] : excerpt(content, line),
    }
  }

  return {
    place,
    declaration(script, name) {
      const file = filePath(script)
      const content = file === null ? null : text(file)
      const found = content === null ? null : declarationPosition(content, name)
      return found === null ? null : place({ script, ...found })
    },
    search(script, patterns) {
      const file = filePath(script)
      const content = file === null ? null : text(file)
      const found = content === null ? null : firstMatch(content.split('\n'), patterns)
      return found === null ? null : place({ script, ...found })
    },
    statement(start, patterns) {
      const file = filePath(start.script)
      const content = file === null ? null : text(file)
      const found = content === null ? null : statementPosition(content, start, patterns)
      return found === null ? null : place({ script: start.script, ...found })
    },
  }
}

function cached<V>(map: Map<string, V>, key: string, make: (key: string) => V): V {
  const known = map.get(key)
  if (known !== undefined || map.has(key)) return known as V
  const value = make(key)
  map.set(key, value)
  return value
}

function filePath(script: string): string | null {
  if (script.startsWith('file://')) {
    try {
      return fileURLToPath(script)
    } catch {
      return null
    }
  }
  return isAbsolute(script) ? script : null
}

function readText(file: string): string | null {
  try {
    if (statSync(file).size > LARGEST_FILE) return null
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** The map that the text's last `sourceMappingURL` comment names, as an object or JSON text. */
function mapInText(content: string | null, file: string): unknown {
  if (content === null) return null
  const at = content.lastIndexOf('//# sourceMappingURL=')
  if (at < 0) return null
  const url = content.slice(at + '//# sourceMappingURL='.length).split(/\s/, 1)[0] ?? ''
  const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url)
  if (inline !== null) {
    const data = inline[2] ?? ''
    return inline[1] === undefined
      ? decodeURIComponent(data)
      : Buffer.from(data, 'base64').toString()
  }
  return /^[a-z]+:/i.test(url) ? null : readText(join(dirname(file), decodeURIComponent(url)))
}

function traceMap(map: unknown, file: string): TraceMap | null {
  if (map === null || map === undefined) return null
  try {
    return new TraceMap(map as string, pathToFileURL(file).href)
  } catch {
    return null
  }
}

function originalOf(
  map: TraceMap,
  position: RawPosition,
): { source: string; name: string; line: number; column: number } | null {
  const found = originalPositionFor(map, { line: position.line, column: position.column - 1 })
  if (found.source === null) return null
  const source = found.source.startsWith('file://') ? fileURLToPath(found.source) : found.source
  return { source, name: found.source, line: found.line, column: found.column + 1 }
}

function shownPath(file: string, cwd: string): string {
  const below = relative(cwd, file)
  return below === '' || below.startsWith('..') || isAbsolute(below)
    ? file
    : below.split(sep).join('/')
}

/** `name@version` of the package that holds the directory, where it lies under node_modules. */
function packageOf(directory: string): string | null {
  const parts = directory.split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at < 0) return null
  const scoped = parts[at + 1]?.startsWith('@') === true
  const root = parts.slice(0, at + (scoped ? 3 : 2)).join(sep)
  const fallback = parts.slice(at + 1, at + (scoped ? 3 : 2)).join('/')
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const { name, version } = manifest as { name?: unknown; version?: unknown }
    return `${typeof name === 'string' ? name : fallback}@${String(version)}`
  } catch {
    return fallback
  }
}

function excerpt(content: string, line: number): SourceLine[] {
  const lines = content.split(/\r?\n/)
  const shown: SourceLine[] = []
  for (let at = line - EXCERPT_RADIUS; at <= line + EXCERPT_RADIUS; at++) {
    const body = lines[at - 1]
    if (body !== undefined)
      shown.push({ line: at, text: body.slice(0, LONGEST_LINE), marked: at === line })
  }
  return shown
}
