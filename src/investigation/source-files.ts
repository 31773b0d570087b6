// Source files with their maps and packages, each read once. What names them comes from snapshots and maps, so nothing
// is trusted: no file above a size cap, nothing but source, and a broken map is as good as none.

import { readFileSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TraceMap } from '@jridgewell/trace-mapping'
import { rootedPath } from './rooted-path.ts'

const LARGEST_FILE = 32 * 1024 * 1024
const SOURCE = /\.(?:[cm]?[jt]sx?|map|vue|svelte)$/i

/** Every answer is `null` where the file is gone, too large or no source. */
export class SourceFiles {
  readonly #liveMaps: ReadonlyMap<string, unknown>
  readonly #root: string | null
  readonly #texts = new Map<string, string | null>()
  readonly #lines = new Map<string, readonly string[]>()
  readonly #maps = new Map<string, TraceMap | null>()
  readonly #packages = new Map<string, string | null>()

  /**
   * `liveMaps`: source maps that only the process knew, by URL or path of the generated script. `root` stands before the
   * paths of a program in a container; it is `null` for one on another machine, whose files cannot be read.
   */
  constructor(liveMaps: ReadonlyMap<string, unknown>, root: string | null = '') {
    this.#liveMaps = liveMaps
    this.#root = root
  }

  text(file: string): string | null {
    return cached(this.#texts, file, () => this.#read(file))
  }

  #read(file: string): string | null {
    const path = this.#root === null ? null : rootedPath(this.#root, file)
    return path === null ? null : readText(path)
  }

  /** Lines of the file, or of `content` where a map carries it. */
  lines(file: string, content: string | null = this.text(file)): readonly string[] {
    return cached(this.#lines, file, () => (content === null ? [] : content.split(/\r?\n/)))
  }

  map(file: string): TraceMap | null {
    return cached(this.#maps, file, () => {
      const live = this.#liveMaps.get(file) ?? this.#liveMaps.get(pathToFileURL(file).href)
      const found = traceMap(live, file)
      return found ?? attempt(() => traceMap(this.#mapOf(file), file))
    })
  }

  #mapOf(file: string): unknown {
    return mapInText(this.text(file), (url) => this.#read(join(dirname(file), url)))
  }

  /** `name@version` of the package that the file belongs to, where it lies under node_modules. */
  package(file: string): string | null {
    return cached(this.#packages, dirname(file), (directory) => packageOf(directory, this.#root))
  }
}

/** The value of a key, made when it is first asked for. */
export function cached<V>(map: Map<string, V>, key: string, make: (key: string) => V): V {
  const known = map.get(key)
  if (known !== undefined || map.has(key)) return known as V
  const value = make(key)
  map.set(key, value)
  return value
}

/** Source maps are the user's own or anybody's: a broken one is as good as none. */
export function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}

function readText(file: string): string | null {
  try {
    const stat = statSync(file)
    if (!stat.isFile() || stat.size === 0 || stat.size > LARGEST_FILE) return null
    const content = readFileSync(file, 'utf8')
    // What a snapshot names is not trusted: lines of other files than source do not get into a report.
    return SOURCE.test(file) || content.startsWith('#!') ? content : null
  } catch {
    return null
  }
}

/** The map that the text's last `sourceMappingURL` comment names, as an object or JSON text; `beside` reads a file next to it. */
function mapInText(content: string | null, beside: (url: string) => string | null): unknown {
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
  return /^[a-z]+:/i.test(url) ? null : beside(decodeURIComponent(url))
}

function traceMap(map: unknown, file: string): TraceMap | null {
  if (map === null || map === undefined) return null
  try {
    return new TraceMap(map as string, pathToFileURL(file).href)
  } catch {
    return null
  }
}

/** `name@version` of the package that holds the directory, where it lies under node_modules; `root` as for the files. */
export function packageOf(directory: string, from: string | null = ''): string | null {
  const parts = directory.split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at < 0) return null
  const scoped = parts[at + 1]?.startsWith('@') === true
  const root = parts.slice(0, at + (scoped ? 3 : 2)).join(sep)
  const fallback = parts.slice(at + 1, at + (scoped ? 3 : 2)).join('/')
  try {
    const file = from === null ? null : rootedPath(from, join(root, 'package.json'))
    const manifest: unknown = JSON.parse(readFileSync(file ?? '', 'utf8'))
    const { name, version } = manifest as { name?: unknown; version?: unknown }
    return `${typeof name === 'string' ? name : fallback}@${String(version)}`
  } catch {
    return fallback
  }
}
