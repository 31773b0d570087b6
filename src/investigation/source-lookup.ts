// Positions of generated code to the author's source: through source maps, with the package and the lines around.

import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, sourceContentFor } from '@jridgewell/trace-mapping'
import type { TraceMap } from '@jridgewell/trace-mapping'
import { scriptCode } from '../diagnosis/index.ts'
import type { PlacedPosition, RawPosition, ScriptCode, SourceLookup } from '../diagnosis/index.ts'
import type { SourceLine } from '../protocol/index.ts'
import { declarationPosition } from './declaration.ts'
import { firstMatch, statementPosition } from './function-text.ts'
import { SourceFiles, attempt, cached } from './source-files.ts'

const EXCERPT_RADIUS = 2
const LONGEST_LINE = 200

export interface SourceLookupOptions {
  readonly cwd: string
  /** Source maps by URL or path of the generated script, from the live process. */
  readonly liveMaps: ReadonlyMap<string, unknown>
  /** What stands before the paths of a program that sees other files; `null` where its files cannot be read. */
  readonly root?: string | null
}

/** A lazy look-up; every answer is `null` where the file is gone, too large or not source. */
export function sourceLookup(options: SourceLookupOptions): SourceLookup {
  const files = new SourceFiles(options.liveMaps, options.root)
  const places = new Map<string, PlacedPosition | null>()
  const declarations = new Map<string, PlacedPosition | null>()
  const codes = new Map<string, ScriptCode | null>()
  const place = (position: RawPosition): PlacedPosition | null =>
    cached(places, `${position.line}:${position.column}:${position.script}`, () =>
      placed(files, position, options.cwd),
    )
  const found = (
    script: string,
    at: { line: number; column: number } | null,
  ): PlacedPosition | null => (at === null ? null : place({ script, ...at }))
  return {
    place,
    declaration: (script, name) =>
      cached(declarations, `${name}:${script}`, () => {
        const file = filePath(script)
        const text = file === null ? null : files.text(file)
        return text === null ? null : found(script, declarationPosition(text, name))
      }),
    search(script, patterns) {
      const file = filePath(script)
      return file === null ? null : found(script, firstMatch(files.lines(file), patterns))
    },
    code: (script) =>
      cached(codes, script, () => {
        const file = filePath(script)
        const text = file === null ? null : files.text(file)
        return text === null ? null : scriptCode(text)
      }),
    statement(start, patterns) {
      const file = filePath(start.script)
      if (file === null) return null
      return found(start.script, statementPosition(files.lines(file), start, patterns))
    },
  }
}

function placed(files: SourceFiles, position: RawPosition, cwd: string): PlacedPosition | null {
  const file = filePath(position.script)
  if (file === null) return null
  const map = files.map(file)
  const original = map === null ? null : attempt(() => originalOf(map, position))
  if (map === null || original === null) {
    const { line, column } = position
    return {
      source: { file: shownPath(file, cwd), line, column },
      package: files.package(file),
      excerpt: excerpt(files.lines(file), line),
    }
  }
  const source = resolve(dirname(file), original.source)
  const content = sourceContentFor(map, original.name) ?? files.text(source)
  return {
    source: { file: shownPath(source, cwd), line: original.line, column: original.column },
    package: files.package(source),
    excerpt: excerpt(files.lines(source, content), original.line),
  }
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

function excerpt(lines: readonly string[], line: number): SourceLine[] {
  const shown: SourceLine[] = []
  for (let at = line - EXCERPT_RADIUS; at <= line + EXCERPT_RADIUS; at++) {
    const body = lines[at - 1]
    if (body !== undefined)
      shown.push({ line: at, text: body.slice(0, LONGEST_LINE), marked: at === line })
  }
  return shown
}
